import type { Agent } from '../../shared/agent/agent';
import type { Microphone, OperatorLoss } from '../../shared/call/events/operator';
import type { EndMoment } from '../../shared/contract/call-contract';
import type { CommandRefusal, Dispose } from './ports';
import type { FunctionInCall } from './ports-tools';
import type { TransferRefusal, TransferRequest } from './ports-transfer';

/** An operator's headset as a call sees it. Frames: 20 ms of µ-law, 160 bytes. */
export interface Headset {
  readonly id: string;
  /** One frame of each side, at the moment the caller speaks and hears it. Synchronous; must not throw. */
  hear(caller: Uint8Array, other: Uint8Array): void;
}

/** The operator's part of one call. Undefined: done, and the feed tells what became of it. */
export interface OperatorControl {
  whisper(text: string, spoken: boolean): CommandRefusal | undefined;
  say(text: string): CommandRefusal | undefined;
  /** From now on the call's audio reaches the headset, until disposed; leaving never ends the call. */
  listen(headset: Headset): Dispose | CommandRefusal;
  takeOver(headsetId: string, microphone: Microphone): CommandRefusal | undefined;
  /** A frame of the microphone, for the caller. Refused silently unless this headset has the floor. */
  speak(headsetId: string, frame: Uint8Array): void;
  muteMyself(muted: boolean): CommandRefusal | undefined;
  /** The operator cannot be heard any more, or (null) is back; `headsetId`: only if this one has the floor. */
  lost(headsetId: string | undefined, loss: OperatorLoss | null): CommandRefusal | undefined;
  /** Resolves always: with the raw lines when the model does not answer in time. */
  draftBrief(): Promise<{ readonly text: string; readonly by: 'model' | 'lines' }>;
  handBack(brief: string, speaksFirst: boolean): CommandRefusal | undefined;
  hold(held: boolean): CommandRefusal | undefined;
  muteAgent(muted: boolean): CommandRefusal | undefined;
  pressKeys(digits: string): CommandRefusal | undefined;
}

/** The tools of one call. Undefined: done. */
export interface ToolControl {
  answer(toolCallId: string, output: string): CommandRefusal | undefined;
  reject(toolCallId: string, reason: string): CommandRefusal | undefined;
  /** Lets a tool call run that waits for approval; `digest`: of what the operator saw. */
  approve(toolCallId: string, digest: string): CommandRefusal | undefined;
  /** What the agent of this call may use. */
  list(): readonly FunctionInCall[];
  switchFunction(name: string, isOn: boolean): CommandRefusal | undefined;
}

/** A call with an agent on the line, or about to be. Undefined: done. */
export interface LiveCall {
  readonly operator: OperatorControl;
  readonly tools: ToolControl;
  stopWords(): CommandRefusal | undefined;
  /** Gives the call what may change of another version of its agent; the feed tells what became of it. */
  applyAgent(agent: Agent): CommandRefusal | undefined;
  /** Puts the caller through to somebody else; the feed tells what became of it. */
  transfer(request: TransferRequest): TransferRefusal | undefined;
}

/** Every call there is, by its id. */
export interface Calls {
  /** `not-live`: it rings. */
  find(callId: string): LiveCall | 'no-such-call' | 'call-over' | 'not-live';
  /** Ends a call, ringing ones too. `after-words`: what the agent is saying is heard to its end first, and nothing more is begun. */
  end(callId: string, when: EndMoment): CommandRefusal | undefined;
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
