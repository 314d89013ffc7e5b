import type { Agent } from '../../shared/agent/agent';
import type { CallEvent, DeskEvent, Recorded } from '../../shared/call/events';
import type { ModelFailure } from '../../shared/call/events/call';
import type { Usage } from '../../shared/call/events/agent';
import type { FailureCode } from '../../shared/contract/failures';
import type { OnboardingStep, Reach, Setup } from '../../shared/contract/setup-contract';
import type { KeyName } from '../../shared/keys/key-name';
import type { SessionChange } from './ports-agents';
import type { ToolOutcome } from './ports-tools';
import type { CallOut, PutThrough } from './ports-transfer';

/** Undoes or stops what returned it. Safe to call twice. */
export type Dispose = () => void;

/** Time, so that a 20-minute call can run in a test in milliseconds. */
export interface Clock {
  /** Epoch milliseconds, for records people read. */
  wallMs(): number;
  /** Milliseconds that never jump, for every duration and deadline. */
  nowMs(): number;
  after(delayMs: number, run: () => void): Dispose;
}

/** Numbers every event and keeps it. `record` is synchronous: numbering and fan-out, never disk. */
export interface Journal {
  record(callId: string, event: CallEvent): Recorded;
  record(callId: null, event: DeskEvent): Recorded;
  subscribe(listener: (recorded: Recorded) => void): Dispose;
}

/** The keys the main process may use. Empty strings never leave here: absent is undefined. */
export interface Secrets {
  openAiKey(): string | undefined;
  twilio(): { readonly accountSid: string; readonly authToken: string } | undefined;
}

/** What the user chose, by name. `set` writes the file before it returns, and throws when it cannot. */
export interface SettingsFile {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

/** Opens `<folder>/<name>.json`. Throws when the file holds no JSON object. */
export type OpenStore = (folder: string, name: string, fileMode: number) => SettingsFile;

export type SetupOutcome =
  { readonly ok: true } | { readonly ok: false; readonly code: 'fixed' | 'cannot-save' | 'not-usable' };

/** What the operator may choose, secrets apart. */
export interface SetupCommands {
  /** `practising`: practice is on now. `reachFixed`: the environment says how the carrier reaches this machine. */
  get(): Setup & { readonly practising: boolean; readonly reachFixed: boolean };
  reachOnboarding(step: OnboardingStep): SetupOutcome;
  chooseReach(reach: Reach): SetupOutcome;
  chooseFallback(url: string): SetupOutcome;
  chooseOperatorReturn(seconds: number): SetupOutcome;
  /** Takes the keys of a `.env` text into the vault; answers which, and the ngrok domain it names. */
  importEnv(text: string): Promise<{ readonly taken: readonly KeyName[]; readonly domain: string | null }>;
  practise(on: boolean): Promise<{ readonly on: boolean }>;
}

/** A leg's one-line record of something worth a person's look. Ids, codes and counts only; never what was said or dialled. */
export interface Log {
  info(code: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
  warn(code: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
  error(code: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
}

/** What the session may do to the caller's phone. Frames: base64 of raw µ-law, 8 kHz mono, 8 bytes a millisecond. */
export interface CallerLeg {
  /** `mark`: names one for the end of this audio, which leaves with it in one write. */
  sendAudio(payload: string, mark?: string): void;
  sendMark(name: string): void;
  clear(): void;
  /** Round trip to the carrier in ms, from pings; 0 until the first answer. */
  roundTripMs(): number;
  /** Closes the stream normally: the carrier goes on with the verb after it. */
  close(): void;
}

/** What the caller's phone tells the session. Synchronous; must not throw. */
export interface CallerLegListener {
  /** `timestampMs`: the carrier's own stream clock. */
  onAudio(payload: string, timestampMs: number): void;
  onMark(name: string): void;
  onDigit(digit: string): void;
  /** Once: the stream is over. `stopped`: the carrier said so; `lost`: the socket just went. */
  onClosed(how: 'stopped' | 'lost'): void;
  onFault(fault: 'malformed-frame' | 'unknown-frame' | 'slow-reader', detail: string): void;
}

export type ModelEvent =
  | { readonly type: 'ready'; readonly sessionId: string }
  | { readonly type: 'speechStarted'; readonly itemId: string; readonly audioStartMs: number }
  | { readonly type: 'speechStopped'; readonly itemId: string; readonly audioEndMs: number }
  | { readonly type: 'callerTurn'; readonly itemId: string; readonly after: string | null }
  | { readonly type: 'callerTranscriptDelta'; readonly itemId: string; readonly delta: string }
  | { readonly type: 'callerTranscript'; readonly itemId: string; readonly text: string }
  | { readonly type: 'callerTranscriptFailed'; readonly itemId: string; readonly detail: string }
  /** `tag`: of the request it answers, when that had one. */
  | { readonly type: 'responseStarted'; readonly responseId: string; readonly tag?: string }
  | {
      readonly type: 'responseDone';
      readonly responseId: string;
      readonly status: 'completed' | 'cancelled' | 'incomplete' | 'failed';
      readonly detail?: string;
      readonly usage?: Usage;
    }
  | {
      readonly type: 'itemAdded';
      readonly role: 'caller' | 'agent' | 'tool' | 'note';
      readonly itemId: string;
      readonly after: string | null;
    }
  | { readonly type: 'agentTurn'; readonly responseId: string; readonly itemId: string }
  | {
      readonly type: 'audio';
      readonly responseId: string;
      readonly itemId: string;
      readonly contentIndex: number;
      readonly payload: string;
    }
  | { readonly type: 'audioDone'; readonly responseId: string; readonly itemId: string; readonly contentIndex: number }
  | {
      readonly type: 'agentTranscriptDelta';
      readonly responseId: string;
      readonly itemId: string;
      readonly delta: string;
    }
  | { readonly type: 'agentTranscript'; readonly responseId: string; readonly itemId: string; readonly text: string }
  /** In a conversation that is written: the agent's words as they come, and all of them. They are read, not heard. */
  | { readonly type: 'agentWriting'; readonly responseId: string; readonly itemId: string; readonly delta: string }
  | { readonly type: 'agentWrote'; readonly responseId: string; readonly itemId: string; readonly text: string }
  /** What the caller wrote is in the conversation. */
  | { readonly type: 'callerWrote'; readonly itemId: string; readonly after: string | null; readonly text: string }
  | {
      readonly type: 'toolCalled';
      readonly responseId: string;
      readonly itemId: string;
      readonly toolCallId: string;
      readonly name: string;
      readonly arguments: string;
      /** The model service runs it by itself: `asks`: once it is permitted; `runs`: already. */
      readonly service?: 'asks' | 'runs';
    }
  /** What came of a tool call that the model service ran by itself. */
  | { readonly type: 'toolEnded'; readonly toolCallId: string; readonly outcome: ToolOutcome }
  | { readonly type: 'createRefused'; readonly detail: string }
  /** The note of that id is not in the conversation. */
  | { readonly type: 'noteRefused'; readonly itemId: string; readonly detail: string }
  /** Whether the model answers the caller by itself from now on. */
  | { readonly type: 'answering'; readonly on: boolean }
  /** What `askAside` was answered with; null: nothing usable came. */
  | { readonly type: 'asideAnswered'; readonly tag: string; readonly text: string | null; readonly usage?: Usage }
  /** What became of a change of the running session. */
  | { readonly type: 'changed'; readonly changeId: string }
  | { readonly type: 'changeRefused'; readonly changeId: string; readonly detail: string }
  | { readonly type: 'complaint'; readonly code: string; readonly detail: string }
  | {
      readonly type: 'fault';
      readonly fault: 'malformed-frame' | 'unknown-frame' | 'slow-reader' | 'queue-full';
      readonly detail: string;
    }
  | { readonly type: 'failed'; readonly failure: ModelFailure; readonly detail: string };

export interface CreateResponse {
  /** Replaces the session's instructions for this response only. */
  readonly instructions?: string;
  /** True: the model sees nothing of the conversation, only `instructions`. */
  readonly withoutContext?: boolean;
  /** Comes back with the response that answers this. */
  readonly tag?: string;
}

/** A text for the model alone, at its place in the conversation. */
export interface ConversationNote {
  /** Of our own making, at most 32 characters. */
  readonly itemId: string;
  readonly text: string;
  /** The item it stands behind; undefined: the last one. */
  readonly after?: string;
}

/** What the session may ask of the model. Every call is one frame; none waits. */
export interface ModelLeg {
  appendAudio(payload: string): void;
  /** The caller's words where they are written; `callerWrote` follows. */
  writeAsCaller(text: string): void;
  createResponse(request: CreateResponse): void;
  cancelResponse(responseId?: string): void;
  truncate(itemId: string, contentIndex: number, audioEndMs: number): void;
  sendToolOutput(toolCallId: string, output: string): void;
  /** Lets the model service run a tool call that it asked for, or not. `reason`: for the model; empty when permitted. */
  permitTool(toolCallId: string, isPermitted: boolean, reason: string): void;
  /** `itemAdded` or `noteRefused` with its id follows. */
  addNote(note: ConversationNote): void;
  /** Whether the model answers the caller by itself, and stops when the caller speaks; `answering` follows. It goes on listening. */
  answerCaller(on: boolean): void;
  /** Asks for a text about the conversation, beside the call and without a trace in it; `asideAnswered` follows. */
  askAside(tag: string, instructions: string): void;
  /** Changes the running session; `changed` or `changeRefused` follows, in the order they were asked for. */
  change(changeId: string, change: SessionChange): void;
  /** Ends the leg in any state, the connecting one included. Nothing is emitted afterwards. */
  close(): void;
}

/** Opens a model leg for an agent. `ready` comes only when the session confirmed µ-law both ways; `failed` at most once, last. */
export interface ModelConnector {
  connect(agent: Agent, onEvent: (event: ModelEvent) => void): ModelLeg;
}

/** Call control at the carrier. Each resolves when the carrier answered; a call that is over already is a success. */
export interface Telephony {
  hangUp(carrierCallId: string): Promise<void>;
  /** The caller leaves the stream for another phone. Rejects with `CarrierError`, `call-is-over` when nobody is left. */
  putThrough(order: PutThrough): Promise<void>;
  /** Resolves with the carrier's id of the call. Rejects with `CarrierError`. */
  dial(order: CallOut): Promise<string>;
}

export interface RingFacts {
  readonly carrierCallId: string;
  readonly from: string;
  readonly to: string;
}

export type RingVerdict =
  | { readonly admitted: true; readonly callId: string }
  | { readonly admitted: false; readonly reason: 'full' | 'stopping' | 'over' };

/** All the calls there are, as the public listener sees them. */
export interface Exchange {
  /** The webhook: idempotent per carrier call id. Never waits for the model. */
  ring(facts: RingFacts): RingVerdict;
  /** The media stream of an admitted call is up. Undefined: the call is over or has a stream already. */
  attachCaller(callId: string, leg: CallerLeg): CallerLegListener | undefined;
  /** A signed status callback said that the call is over. */
  carrierReportedEnd(carrierCallId: string): void;
}

/** Why a command to a call was not carried out. */
export type CommandRefusal = FailureCode;
