import type { Agent } from '../../shared/agent/agent';
import type { TurnTaking } from '../../shared/agent/turn-taking';
import type { DeskLimits } from '../../shared/call/desk-limits';
import type { CallEvent, DeskEvent, Recorded } from '../../shared/call/events';
import type { CallerFacts, ModelFailure } from '../../shared/call/events/call';
import type { SeedItem } from '../../shared/call/seed';
import type { Usage } from '../../shared/call/events/agent';
import type { FailureCode } from '../../shared/contract/failures';
import type { OnboardingStep, Reach, Setup } from '../../shared/contract/setup-contract';
import type { KeyName } from '../../shared/keys/key-name';
import type { Tool } from '../../shared/tool/tool';
import type { ToolOutcome } from './ports-tools';

/** Undoes or stops the call that returned it. Safe to call twice. */
export type Dispose = () => void;

/** Source of time, injected so that a test plays a 20-minute call in milliseconds. */
export interface Clock {
  /** Epoch milliseconds, for records that people read. */
  wallMs(): number;
  /** Monotonic milliseconds, for every duration and deadline. */
  nowMs(): number;
  after(delayMs: number, run: () => void): Dispose;
}

/** Numbers and stores every event. `record` is synchronous: it numbers and fans out, and never waits for the disk. */
export interface Journal {
  record(callId: string, event: CallEvent): Recorded;
  record(callId: null, event: DeskEvent): Recorded;
  subscribe(listener: (recorded: Recorded) => void): Dispose;
}

/** Keys for the adapters of the main process. An absent key is undefined, never an empty string. */
export interface Secrets {
  openAiKey(): string | undefined;
  /** `sharedSecret`: secret of the SharedKey with which the account may sign its requests; absent: there is none. */
  twilio():
    { readonly accountSid: string; readonly authToken: string; readonly sharedSecret?: string | undefined } | undefined;
}

/** The user's settings, by name. `set` writes the file before it returns, and throws when it cannot. */
export interface SettingsFile {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

/** Opens `<folder>/<name>.json`. Throws when the file holds no JSON object. */
export type OpenStore = (folder: string, name: string, fileMode: number) => SettingsFile;

export type SetupOutcome =
  { readonly ok: true } | { readonly ok: false; readonly code: 'fixed' | 'cannot-save' | 'not-usable' };

/** Operator commands on the settings, secrets apart. */
export interface SetupCommands {
  /**
   * `practising`: practice is on now. `reachFixed`: the environment determines how the carrier reaches this machine.
   */
  get(): Setup & { readonly practising: boolean; readonly reachFixed: boolean };
  reachOnboarding(step: OnboardingStep): SetupOutcome;
  chooseReach(reach: Reach): SetupOutcome;
  chooseFallback(url: string): SetupOutcome;
  chooseOperatorReturn(seconds: number): SetupOutcome;
  chooseDeskLimits(limits: DeskLimits): SetupOutcome;
  /**
   * Imports the keys of a `.env` text into the vault. Resolves with their names and the ngrok domain the text contains.
   */
  importEnv(text: string): Promise<{ readonly taken: readonly KeyName[]; readonly domain: string | null }>;
  practise(on: boolean): Promise<{ readonly on: boolean }>;
}

/**
 * Log of one-line records worth a person's look. They hold ids, codes and counts only, never what was said or dialled.
 */
export interface Log {
  info(code: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
  warn(code: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
  error(code: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
}

/** Outgoing half of the caller's leg. Frames are base64 of raw µ-law, 8 kHz mono, 8 bytes a millisecond. */
export interface CallerLeg {
  /** Sends audio. `mark`: name of a mark for its end, sent in the same write. */
  sendAudio(payload: string, mark?: string): void;
  sendMark(name: string): void;
  clear(): void;
  /** Round trip to the carrier in ms, measured by pings; 0 until the first answer. */
  roundTripMs(): number;
  /** Closes the stream normally, so the carrier goes on with the next verb of the document. */
  close(): void;
}

/** Incoming half of the caller's leg. Synchronous; must not throw. */
export interface CallerLegListener {
  /** `timestampMs` is the carrier's own stream clock. */
  onAudio(payload: string, timestampMs: number): void;
  onMark(name: string): void;
  onDigit(digit: string): void;
  /**
   * Called once, at the end of the stream. `stopped`: the carrier announced it; `lost`: the socket closed without a
   * word.
   */
  onClosed(how: 'stopped' | 'lost'): void;
  onFault(fault: 'malformed-frame' | 'unknown-frame' | 'slow-reader', detail: string): void;
}

export type ModelEvent =
  | { readonly type: 'ready'; readonly sessionId: string }
  | { readonly type: 'speechStarted'; readonly itemId: string; readonly audioStartMs: number }
  | { readonly type: 'speechStopped'; readonly itemId: string; readonly audioEndMs: number }
  | { readonly type: 'callerTurn'; readonly itemId: string; readonly after: string | null }
  /** The caller said nothing for so long that the model asks again. The item stands for the silence; its turn follows. */
  | { readonly type: 'callerIdle'; readonly itemId: string; readonly silentMs: number }
  | { readonly type: 'callerTranscriptDelta'; readonly itemId: string; readonly delta: string }
  /** `seconds`: length of speech that was transcribed, as the service bills it. `languages`: what was heard. */
  | {
      readonly type: 'callerTranscript';
      readonly itemId: string;
      readonly text: string;
      readonly seconds?: number;
      readonly languages?: readonly string[];
    }
  | { readonly type: 'callerTranscriptFailed'; readonly itemId: string; readonly detail: string }
  /** `tag`: of the request this response answers, if it had one. */
  | { readonly type: 'responseStarted'; readonly responseId: string; readonly tag?: string }
  | {
      readonly type: 'responseDone';
      readonly responseId: string;
      readonly status: 'completed' | 'cancelled' | 'incomplete' | 'failed';
      readonly detail?: string;
      /** Present when a rate limit refused it and says how long it lasts; ms. */
      readonly retryAfterMs?: number;
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
  /** Text of the agent in a written conversation: deltas first, then the whole. It is read, not heard. */
  | { readonly type: 'agentWriting'; readonly responseId: string; readonly itemId: string; readonly delta: string }
  | { readonly type: 'agentWrote'; readonly responseId: string; readonly itemId: string; readonly text: string }
  /** The caller's written message is now an item of the conversation. */
  | { readonly type: 'callerWrote'; readonly itemId: string; readonly after: string | null; readonly text: string }
  | {
      readonly type: 'toolCalled';
      readonly responseId: string;
      readonly itemId: string;
      readonly toolCallId: string;
      readonly name: string;
      readonly arguments: string;
      /** Present when the model service runs the tool by itself. `asks`: once it is permitted; `runs`: already. */
      readonly service?: 'asks' | 'runs';
    }
  /** A piece of a tool call's arguments came; `toolCalled` has the whole of it. */
  | { readonly type: 'toolComing'; readonly responseId: string }
  /** Result of a tool call that the model service ran by itself. */
  | { readonly type: 'toolEnded'; readonly toolCallId: string; readonly outcome: ToolOutcome }
  | { readonly type: 'createRefused'; readonly detail: string }
  /** The note with this id was not added to the conversation. */
  | { readonly type: 'noteRefused'; readonly itemId: string; readonly detail: string }
  /** Automatic answers to the caller are now on or off. */
  | { readonly type: 'answering'; readonly on: boolean }
  /** Answer to `askAside`; null: nothing usable came. */
  | { readonly type: 'asideAnswered'; readonly tag: string; readonly text: string | null; readonly usage?: Usage }
  /** The change of the running session took effect. */
  | { readonly type: 'changed'; readonly changeId: string }
  | { readonly type: 'changeRefused'; readonly changeId: string; readonly detail: string }
  /** `about`: path of the field that was refused. `retryAfterMs`: how long the rate limit lasts that refused what we asked. */
  | {
      readonly type: 'complaint';
      readonly code: string;
      readonly detail: string;
      readonly about?: string;
      readonly retryAfterMs?: number;
    }
  | {
      readonly type: 'fault';
      readonly fault: 'malformed-frame' | 'unknown-frame' | 'slow-reader' | 'queue-full';
      readonly detail: string;
    }
  | { readonly type: 'failed'; readonly failure: ModelFailure; readonly detail: string };

export interface CreateResponse {
  /** Instructions for this response only, instead of the session's. */
  readonly instructions?: string;
  /** True: the model sees `instructions` alone and nothing of the conversation. */
  readonly withoutContext?: boolean;
  /** Echoed by the response to this request. */
  readonly tag?: string;
}

/** A text for the model alone, placed in the conversation. */
export interface ConversationNote {
  /** Generated by us, at most 32 characters. */
  readonly itemId: string;
  readonly text: string;
  /** Item it follows; undefined: the last one. */
  readonly after?: string;
}

/**
 * Partial update of a running model session. Absent fields stay as they are; the update is applied as a whole or not at
 * all.
 */
export interface SessionChange {
  readonly instructions?: string;
  readonly tools?: readonly Tool[];
  readonly transcription?: Pick<Agent, 'transcriptionModel' | 'language' | 'expectedWords'>;
  readonly turnTaking?: TurnTaking;
  readonly noiseReduction?: Agent['noiseReduction'];
}

/** Commands to the model. Each call sends one frame, or a few, and never waits. */
export interface ModelLeg {
  /** Begins the conversation with what was said before in the call, once, ahead of everything else. */
  seed(items: readonly SeedItem[]): void;
  appendAudio(payload: string): void;
  /** Sends a turn of the caller's as text: keys they pressed, or their words in a written conversation, where `callerWrote` follows. */
  writeAsCaller(text: string): void;
  createResponse(request: CreateResponse): void;
  cancelResponse(responseId?: string): void;
  truncate(itemId: string, contentIndex: number, audioEndMs: number): void;
  sendToolOutput(toolCallId: string, output: string): void;
  /**
   * Permits or refuses a tool call that the model service asked to run. `reason`: for the model; empty when permitted.
   */
  permitTool(toolCallId: string, isPermitted: boolean, reason: string): void;
  /** Adds a note; `itemAdded` or `noteRefused` with its id follows. */
  addNote(note: ConversationNote): void;
  /**
   * Turns automatic answers on or off, and with them stopping when the caller speaks; `answering` follows. The model
   * listens either way.
   */
  answerCaller(on: boolean): void;
  /**
   * Requests a text about the conversation, outside the call and without leaving a trace in it; `asideAnswered`
   * follows.
   */
  askAside(tag: string, instructions: string): void;
  /** Changes the running session. `changed` or `changeRefused` follows, in the order of the requests. */
  change(changeId: string, change: SessionChange): void;
  /** Ends the leg in any state, also while connecting. Nothing is emitted afterwards. */
  close(): void;
}

/**
 * Opens a model leg for an agent. `ready` comes only once the session confirmed µ-law both ways; `failed` at most once,
 * last.
 */
export interface ModelConnector {
  /** `party`: number at the other end; absent: there is none. The service never gets it. */
  connect(agent: Agent, onEvent: (event: ModelEvent) => void, party?: string): ModelLeg;
}

export interface RingFacts {
  readonly carrierCallId: string;
  readonly from: string;
  readonly to: string;
  /** Statement of the carrier about the caller; absent: it made none. */
  readonly caller?: CallerFacts | undefined;
}

/** A call as the carrier and Switchboard call it: `[carrierCallId, callId]`. */
export type KnownCall = readonly [carrierCallId: string, callId: string];

/** Number of calls to remember, those of earlier runs included, so that a replayed webhook begins no second one. */
export const MAX_KNOWN_CALLS = 20_000;

export type RingVerdict =
  | { readonly admitted: true; readonly callId: string }
  | { readonly admitted: false; readonly reason: 'full' | 'spent' | 'stopping' | 'over' };

/** The calls, as the public listener sees them. */
export interface Exchange {
  /** Admits or refuses a ringing call. Idempotent per carrier call id; never waits for the model. */
  ring(facts: RingFacts): RingVerdict;
  /**
   * Attaches the media stream of an admitted call. `isBack`: it is one on which the caller comes back, and takes the place of
   * the one there was. Undefined: the call is over or already has a stream.
   */
  attachCaller(callId: string, leg: CallerLeg, isBack?: boolean): CallerLegListener | undefined;
  /**
   * Finds the call of a caller who comes back after their stream was lost. Undefined: it is over, and the carrier is asked
   * once more to let go of them.
   */
  callerReturns(carrierCallId: string): string | undefined;
  /** Ends a call, as reported by a signed status callback. */
  carrierReportedEnd(carrierCallId: string): void;
  /** Records the carrier's error number for a stream of a call, which may be over by then. */
  streamFailed(carrierCallId: string, code: number): void;
}

/** Code of a refused command to a call. */
export type CommandRefusal = FailureCode;
