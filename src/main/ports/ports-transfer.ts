import type { TransferFailure } from '../../shared/call/events/operator';
import type { FailureCode } from '../../shared/contract/failures';
import type { DialRefusal, NumberRefusal } from '../../shared/line/dial-refusal';
import type { MachineHandling } from '../../shared/line/machine-handling';
import type { TransferWay } from '../../shared/tool/transfer-way';

/** Request to transfer a caller. */
export interface TransferRequest {
  readonly to: string;
  readonly way: TransferWay;
  /**
   * Announcement the person hears first, if the transfer is announced; empty: the standard one, which says who is
   * calling.
   */
  readonly announcement: string;
}

/** Request for a call out. */
export interface DialRequest {
  /** The line to call from. */
  readonly from: string;
  readonly to: string;
  /** Absent: the line's own agent. */
  readonly agentId?: string | undefined;
  /** First words of the agent; empty: its greeting. */
  readonly opening: string;
  /** Absent: `tell`. */
  readonly onMachine?: MachineHandling | undefined;
}

export type DialOutcome =
  | { readonly ok: true; readonly callId: string }
  | { readonly ok: false; readonly code: DialRefusal; readonly detail: string };

export type TransferRefusal = FailureCode | NumberRefusal | 'not-live' | 'not-possible-now' | 'already-transferring';

/** Places calls out. */
export interface Dialling {
  /** Resolves once the carrier has accepted or refused the call; never rejects. */
  dial(request: DialRequest): Promise<DialOutcome>;
}

/** Ring time before a call counts as unanswered; seconds. */
export const RING_SECONDS = 30;

/** BCP 47 tags of the voices that read announcements. */
export type SpokenTag =
  'en-US' | 'de-DE' | 'es-ES' | 'fr-FR' | 'it-IT' | 'nl-NL' | 'pt-BR' | 'pl-PL' | 'sv-SE' | 'da-DK' | 'nb-NO';

/** Text read to a person before a transfer, question included, in the language of `voice`. */
export interface Announcement {
  readonly words: string;
  readonly voice: SpokenTag;
}

/** Order to the carrier to transfer a caller. */
export interface PutThrough {
  readonly callId: string;
  /** Id of this attempt, which tells its reports from those of an earlier one. */
  readonly transferId: string;
  readonly carrierCallId: string;
  /** Our line, whose number the person sees. */
  readonly from: string;
  /** E.164. */
  readonly to: string;
  /** Announcement after which the person may decline; null: the caller is connected at once. */
  readonly announcement: Announcement | null;
  /** True for a call that we placed, whose limit at the carrier is then lifted. */
  readonly isCallOut: boolean;
}

/** Order to the carrier to place a call. */
export interface CallOut {
  readonly callId: string;
  readonly from: string;
  /** E.164. */
  readonly to: string;
  /** Longest time from the answer, in minutes, after which the carrier itself ends the call; null: as long as it allows. */
  readonly longestMinutes: number | null;
  readonly onMachine: MachineHandling;
}

/**
 * Call control at the carrier. Each method resolves once the carrier answered; a call that is already over is a
 * success.
 */
export interface Telephony {
  hangUp(carrierCallId: string): Promise<void>;
  /** Tells the caller that the connection was lost, and hangs up. */
  apologise(carrierCallId: string): Promise<void>;
  /**
   * Moves the caller from the stream to another phone. Rejects with `CarrierError`, `call-is-over` when nobody is left.
   */
  putThrough(order: PutThrough): Promise<void>;
  /** Resolves with the carrier's id of the call. Rejects with `CarrierError`. */
  dial(order: CallOut): Promise<string>;
}

/** Progress of a call out, as the carrier reports it. */
export type CalleeState = 'queued' | 'ringing' | 'answered' | 'answered-by-machine';

/** End of a call out, as the carrier reports it. `over`: it had been answered, or was cancelled. */
export type CalleeEnd = 'over' | 'busy' | 'no-answer' | 'not-reachable';

/** Result of a transfer. `connected`: the two spoke. */
export type TransferOutcome = 'connected' | Exclude<TransferFailure, 'carrier-refused'>;

/** Reports of the carrier about legs we ordered. Synchronous; ignored once the call is over. */
export interface LegReports {
  /** The callee answered. Returns true when the call's stream is wanted. */
  calleeAnswered(callId: string, carrierCallId: string): boolean;
  calleeProgressed(callId: string, carrierCallId: string, state: CalleeState): void;
  calleeGone(callId: string, carrierCallId: string, how: CalleeEnd): void;
  /** The person to whom the caller is transferred picked up. */
  personAnswered(callId: string, transferId: string): void;
  /** The person heard the announcement and decided. Returns false when nobody is there any more. */
  personDecided(callId: string, transferId: string, takes: boolean): boolean;
  /** Returns true when the caller is to come back to us. */
  transferEnded(callId: string, transferId: string, outcome: TransferOutcome): boolean;
}
