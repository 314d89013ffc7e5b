import type { Microphone, OperatorLoss } from '../../shared/call/events/operator';
import type { CommandRefusal, Dispose } from './ports';

/** An operator's headset as a call sees it. Frames: 20 ms of µ-law, 160 bytes. */
export interface Headset {
  readonly id: string;
  /** One frame of each side, at the moment the caller speaks and hears it. Synchronous; must not throw. */
  hear(caller: Uint8Array, other: Uint8Array): void;
}

/** What operators may do to calls that are on. Undefined: done, and the feed tells what became of it. */
export interface OperatorCommands {
  whisper(callId: string, text: string, spoken: boolean): CommandRefusal | undefined;
  say(callId: string, text: string): CommandRefusal | undefined;
  /** From now on the call's audio reaches the headset, until disposed; leaving never ends the call. */
  listen(callId: string, headset: Headset): Dispose | CommandRefusal;
  takeOver(callId: string, headsetId: string, microphone: Microphone): CommandRefusal | undefined;
  /** A frame of the microphone, for the caller. Refused silently unless this headset has the floor. */
  speak(callId: string, headsetId: string, frame: Uint8Array): void;
  muteMyself(callId: string, muted: boolean): CommandRefusal | undefined;
  /** The operator cannot be heard any more, or (null) is back; `headsetId`: only if this one has the floor. */
  operatorLost(callId: string, headsetId: string | undefined, loss: OperatorLoss | null): CommandRefusal | undefined;
  /** Resolves always: with the raw lines when the model does not answer in time. */
  draftBrief(callId: string): Promise<{ readonly text: string; readonly by: 'model' | 'lines' }>;
  handBack(callId: string, brief: string, speaksFirst: boolean): CommandRefusal | undefined;
  hold(callId: string, held: boolean): CommandRefusal | undefined;
  muteAgent(callId: string, muted: boolean): CommandRefusal | undefined;
  pressKeys(callId: string, digits: string): CommandRefusal | undefined;
}

/** Writes down what an operator says: a transcription session of its own, away from the call's. */
export interface Transcriber {
  /** `language`: two letters, or empty when it is not known. Nothing is told before this returns; `onFinished` or `onFailed` once, last. */
  open(language: string, listener: TranscriberListener): TranscriberLeg;
}

export interface TranscriberListener {
  onStarted(utteranceId: string): void;
  onStopped(utteranceId: string): void;
  /** Once per utterance, or `onUntold`: its words could not be made out. */
  onText(utteranceId: string, text: string): void;
  onUntold(utteranceId: string, detail: string): void;
  /** After `finish`: all that was said is written down. */
  onFinished(): void;
  /** Nothing more is written down, and what was begun is not either. */
  onFailed(detail: string): void;
}

export interface TranscriberLeg {
  /** Base64 of µ-law. */
  appendAudio(payload: string): void;
  /** No more comes: what was said last is written down, then the leg closes by itself. */
  finish(): void;
  /** Nothing is told afterwards. */
  close(): void;
}
