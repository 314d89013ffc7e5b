import type { PracticeModel, PracticeRefusal } from '../../shared/contract/practice-contract';
import type { CommandRefusal, Dispose } from './ports';

/** Phone of a practice caller. Frames are 20 ms of µ-law, 160 bytes. */
export interface PracticePhone {
  readonly callId: string;
  readonly model: PracticeModel;
  /** Speaks one frame into the phone. A frame of another length is ignored. */
  speak(frame: Uint8Array): void;
  /**
   * Calls `hear` every 20 ms while the line is up, with the frame the phone sent and the one it plays. Synchronous;
   * must not throw.
   */
  listen(hear: (own: Uint8Array, other: Uint8Array) => void): Dispose;
  hangUp(): void;
  /** Resolves once the call is over and cleaned up; never rejects. */
  readonly over: Promise<void>;
}

/** Refusal of a practice call. `problems`: of the draft. */
export interface PracticeRefused {
  readonly ok: false;
  readonly code: PracticeRefusal;
  readonly problems: readonly { readonly where: string; readonly sentence: string }[];
}

export type PracticeOutcome = { readonly ok: true; readonly phone: PracticePhone } | PracticeRefused;

/** Result of beginning a practice call. */
export type PracticeBegun =
  { readonly ok: true; readonly callId: string; readonly model: PracticeModel } | PracticeRefused;

/** Practice calls to the draft of an agent, without a phone. */
export interface PracticeCalls {
  /** Never rejects. */
  call(agentId: string): Promise<PracticeOutcome>;
}

/** Text practice: a conversation in writing with a draft, without sound. */
export interface TextPractice {
  /** Never rejects. */
  begin(agentId: string): Promise<PracticeBegun>;
  /** Writes as the caller. Undefined: accepted, and the feed tells what the agent answers. */
  write(callId: string, text: string): CommandRefusal | undefined;
}
