import type { TransferWay } from '../shared/call/operator-facts';
import type { DialRefusal } from '../shared/line/dial-refusal';
import type { NumberRefusal } from '../shared/line/number-refusal';
import type { CommandRefusal } from './ports';

/** Where a caller is to be put through. */
export interface TransferRequest {
  readonly to: string;
  readonly way: TransferWay;
  /** What the person hears first, when the transfer is announced; empty: who is calling. */
  readonly announcement: string;
}

/** A call out, as somebody wants it. */
export interface DialRequest {
  /** The line. */
  readonly from: string;
  readonly to: string;
  /** Absent: the line's own agent. */
  readonly agentId?: string | undefined;
  /** The agent's first words; empty: its greeting. */
  readonly opening: string;
}

export type DialOutcome =
  | { readonly ok: true; readonly callId: string }
  | { readonly ok: false; readonly code: DialRefusal; readonly detail: string };

export type TransferRefusal = CommandRefusal | NumberRefusal | 'not-live' | 'not-possible-now' | 'already-transferring';

/** What operators may do to take calls beyond the desk. */
export interface PhoneCommands {
  /** Undefined: begun, and the feed tells what became of it. */
  transfer(callId: string, request: TransferRequest): TransferRefusal | undefined;
  /** Resolves when the carrier took the call or refused it; rejects never. */
  dial(request: DialRequest): Promise<DialOutcome>;
}
