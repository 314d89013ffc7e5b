import type { Agent } from '../../shared/agent/agent';
import type { Microphone, OperatorLoss } from '../../shared/call/events/operator';
import type { EndMoment } from '../../shared/contract/call-contract';
import type { CommandRefusal, Dispose } from './ports';
import type { FunctionInCall } from './ports-tools';
import type { TransferRefusal, TransferRequest } from './ports-transfer';

/** An operator's headset, as a call sees it. Frames are 20 ms of µ-law, 160 bytes. */
export interface Headset {
  readonly id: string;
  /** Takes one frame of each side as the caller speaks and hears it. Synchronous; must not throw. */
  hear(caller: Uint8Array, other: Uint8Array): void;
}

/** Operator controls of one call. Undefined: accepted, and the feed tells the result. */
export interface OperatorControl {
  whisper(text: string, spoken: boolean): CommandRefusal | undefined;
  say(text: string): CommandRefusal | undefined;
  /** Sends the call's audio to the headset until disposed. Leaving never ends the call. */
  listen(headset: Headset): Dispose | CommandRefusal;
  takeOver(headsetId: string, microphone: Microphone, consoleId?: string): CommandRefusal | undefined;
  /** Sends one microphone frame to the caller. Ignored unless this headset has the floor. */
  speak(headsetId: string, frame: Uint8Array): void;
  muteMyself(muted: boolean): CommandRefusal | undefined;
  /**
   * Reports that the operator cannot be heard, or with null can again. With `headsetId`: only if that headset has the
   * floor.
   */
  lost(headsetId: string | undefined, loss: OperatorLoss | null): CommandRefusal | undefined;
  /** Drafts the hand-back brief. Never rejects; falls back to the raw lines when the model does not answer in time. */
  draftBrief(): Promise<{ readonly text: string; readonly by: 'model' | 'lines' }>;
  handBack(brief: string, speaksFirst: boolean): CommandRefusal | undefined;
  hold(held: boolean): CommandRefusal | undefined;
  muteAgent(muted: boolean): CommandRefusal | undefined;
  pressKeys(digits: string): CommandRefusal | undefined;
}

/** Tool controls of one call. Undefined: accepted. */
export interface ToolControl {
  answer(toolCallId: string, output: string): CommandRefusal | undefined;
  reject(toolCallId: string, reason: string): CommandRefusal | undefined;
  /** Runs a tool call that waits for approval. `digest`: of the arguments the operator saw. */
  approve(toolCallId: string, digest: string): CommandRefusal | undefined;
  /** Functions of this call's agent. */
  list(): readonly FunctionInCall[];
  switchFunction(name: string, isOn: boolean): CommandRefusal | undefined;
}

/** A call whose agent is connected or about to be. Undefined from a command: accepted. */
export interface LiveCall {
  readonly operator: OperatorControl;
  readonly tools: ToolControl;
  stopWords(): CommandRefusal | undefined;
  /** Applies another version of the agent, as far as a running call can change; the feed tells the result. */
  applyAgent(agent: Agent): CommandRefusal | undefined;
  /** Transfers the caller to another person; the feed tells the result. */
  transfer(request: TransferRequest): TransferRefusal | undefined;
}

/** Registry of all calls, by id. */
export interface Calls {
  /** `not-live`: the call is still ringing. */
  find(callId: string): LiveCall | 'no-such-call' | 'call-over' | 'not-live';
  /**
   * Ends a call, ringing or live. `after-words`: the agent's present words are heard to the end, and no new ones begin.
   */
  end(callId: string, when: EndMoment): CommandRefusal | undefined;
}

/** Transcribes an operator's speech in a session of its own, apart from the call's. */
export interface Transcriber {
  /**
   * Opens a session. `language`: two letters; empty: unknown. Nothing is told before this returns; `onFinished` or
   * `onFailed` comes once, last.
   */
  open(language: string, listener: TranscriberListener): TranscriberLeg;
}

export interface TranscriberListener {
  onStarted(utteranceId: string): void;
  onStopped(utteranceId: string): void;
  /** Called once per utterance with its text, unless `onUntold` is. */
  onText(utteranceId: string, text: string): void;
  onUntold(utteranceId: string, detail: string): void;
  /** Called after `finish`, once everything said is transcribed. */
  onFinished(): void;
  /** The session failed: no more text comes, not even for utterances that had begun. */
  onFailed(detail: string): void;
}

export interface TranscriberLeg {
  /** Base64 of µ-law. */
  appendAudio(payload: string): void;
  /** Ends the input; the last words are transcribed, then the leg closes by itself. */
  finish(): void;
  /** Closes the leg; the listener is not called again. */
  close(): void;
}
