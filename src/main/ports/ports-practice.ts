import type { PracticeModel, PracticeRefusal } from '../../shared/contract/practice-contract';
import type { CommandRefusal, Dispose } from './ports';

/** The phone of whoever makes a practice call. Frames: 20 ms of µ-law, 160 bytes. */
export interface PracticePhone {
  readonly callId: string;
  readonly model: PracticeModel;
  /** Said into the phone. A frame of another length is no frame. */
  speak(frame: Uint8Array): void;
  /** One frame of each side every 20 ms while the line is up: what the phone took up, and what it plays. Synchronous; must not throw. */
  listen(hear: (own: Uint8Array, other: Uint8Array) => void): Dispose;
  hangUp(): void;
  /** Resolves when the call is over and nothing of it is left; rejects never. */
  readonly over: Promise<void>;
}

/** Why there is none; `problems`: of the draft. */
export interface PracticeRefused {
  readonly ok: false;
  readonly code: PracticeRefusal;
  readonly problems: readonly { readonly where: string; readonly sentence: string }[];
}

export type PracticeOutcome = { readonly ok: true; readonly phone: PracticePhone } | PracticeRefused;

/** A practice call that is on. */
export type PracticeBegun =
  { readonly ok: true; readonly callId: string; readonly model: PracticeModel } | PracticeRefused;

/** Calls without a phone to what is being written of an agent. */
export interface PracticeCalls {
  /** Rejects never. */
  call(agentId: string): Promise<PracticeOutcome>;
}

/** The same in writing: no sound either way. */
export interface TextPractice {
  /** Rejects never. */
  begin(agentId: string): Promise<PracticeBegun>;
  /** What a caller would say. Undefined: done, and the feed tells what the agent answers. */
  write(callId: string, text: string): CommandRefusal | undefined;
}
