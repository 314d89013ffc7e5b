import type { TransferFailure } from '../../shared/call/operator-facts';
import type { TransferWay } from '../../shared/tool/transfer-way';
import type { FailureCode } from '../../shared/contract/failures';
import type { DialRefusal } from '../../shared/line/dial-refusal';
import type { NumberRefusal } from '../../shared/line/number-refusal';

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

export type TransferRefusal = FailureCode | NumberRefusal | 'not-live' | 'not-possible-now' | 'already-transferring';

/** Calls out. */
export interface Dialling {
  /** Resolves when the carrier took the call or refused it; rejects never. */
  dial(request: DialRequest): Promise<DialOutcome>;
}

/** How long a phone rings before nobody is thought to answer; seconds. */
export const RING_SECONDS = 30;

/** BCP 47: voices in which a person is told of a caller. */
export type SpokenTag =
  'en-US' | 'de-DE' | 'es-ES' | 'fr-FR' | 'it-IT' | 'nl-NL' | 'pt-BR' | 'pl-PL' | 'sv-SE' | 'da-DK' | 'nb-NO';

/** What a person hears first, with the question that follows it, in the language of `voice`. */
export interface Announcement {
  readonly words: string;
  readonly voice: SpokenTag;
}

/** What the carrier is asked when a caller is put through. */
export interface PutThrough {
  readonly callId: string;
  /** Of this attempt: what the carrier tells of an earlier one is not about it. */
  readonly transferId: string;
  readonly carrierCallId: string;
  /** Our line: the number the person sees. */
  readonly from: string;
  /** E.164. */
  readonly to: string;
  /** What the person hears first, and may decline after; null: the caller is put through at once. */
  readonly announcement: Announcement | null;
}

/** What the carrier is asked for a call out. */
export interface CallOut {
  readonly callId: string;
  readonly from: string;
  /** E.164. */
  readonly to: string;
}

/** What the carrier says of the other end of a call out. */
export type CalleeState = 'queued' | 'ringing' | 'answered' | 'answered-by-machine';

/** How a call out ended at the carrier. `over`: it had been answered, or was cancelled. */
export type CalleeEnd = 'over' | 'busy' | 'no-answer' | 'not-reachable';

/** What became of putting a caller through; `connected`: the two spoke. */
export type TransferOutcome = 'connected' | Exclude<TransferFailure, 'carrier-refused'>;

/** What the carrier tells of legs that left the desk. Synchronous; a call that is over takes no notice. */
export interface LegReports {
  /** A call out was answered. True: its stream is wanted. */
  calleeAnswered(callId: string, carrierCallId: string): boolean;
  calleeProgressed(callId: string, carrierCallId: string, state: CalleeState): void;
  calleeGone(callId: string, carrierCallId: string, how: CalleeEnd): void;
  /** The person a caller is put through to picked up. */
  personAnswered(callId: string, transferId: string): void;
  /** An announced person heard who is calling. False: nobody is there any more. */
  personDecided(callId: string, transferId: string, takes: boolean): boolean;
  /** True: the caller is to come back to us. */
  transferEnded(callId: string, transferId: string, outcome: TransferOutcome): boolean;
}
