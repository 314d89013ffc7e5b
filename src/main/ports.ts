import type { Agent } from '../shared/agent/agent';
import type {
  CallEvent,
  DeskEvent,
  EndReason,
  ModelFailure,
  Recorded,
  ToolFailure,
  Usage,
} from '../shared/call/events';
import type { OnboardingStep, Reach, Setup } from '../shared/contract/setup-contract';
import type { KeyName } from '../shared/keys/key-name';
import type { NgrokCheck, OpenAiCheck, TwilioCheck } from '../shared/keys/key-check';
import type { KeyRefusal } from '../shared/keys/key-refusal';
import type { VaultStatus } from '../shared/keys/vault-status';
import type { LineProblem } from '../shared/line/line-problem';
import type { ReachFailure } from '../shared/line/reach-failure';
import type { Destination, Routing } from '../shared/line/routing';
import type { TunnelFailure } from '../shared/line/tunnel-failure';
import type { Tool } from '../shared/tool/tool';

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

/* ---- the keys ---- */

/** What is behind a cipher. `none`: nothing that would protect anything, so that nothing may be stored under it. */
export type CipherBackend = 'keychain' | 'dpapi' | 'secret-service' | 'portal' | 'key-file' | 'none';

/** Why a cipher did nothing. `unavailable`: it may later. `refused`: this text is not its own, or it never will. */
export type CipherFailure = 'unavailable' | 'refused';

/** Encrypts small texts. Resolves always, rejects never; may take as long as a person takes to type a password. */
export interface Cipher {
  backend(): Promise<CipherBackend>;
  encrypt(
    text: string,
  ): Promise<
    { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly failure: CipherFailure }
  >;
  /** `isStale`: it should be encrypted again, since the key behind it has changed. */
  decrypt(
    bytes: Uint8Array,
  ): Promise<
    | { readonly ok: true; readonly text: string; readonly isStale: boolean }
    | { readonly ok: false; readonly failure: CipherFailure }
  >;
}

export type KeyOutcome = { readonly ok: true } | { readonly ok: false; readonly refusal: KeyRefusal };

/** What the operator may do to keys: everything but read them. Resolve always, reject never. */
export interface KeyCommands {
  status(): VaultStatus;
  /** Takes the key as it was pasted. Resolves when it is kept as `status` then says. */
  set(name: KeyName, pasted: string): Promise<KeyOutcome>;
  /** Afterwards the key is nowhere in memory or in the file. */
  clear(name: KeyName): Promise<KeyOutcome>;
  /** The user would rather have keys stored under weaker protection than enter them at every start. */
  acceptWeakerProtection(): Promise<KeyOutcome>;
  /** Asks a key store that was locked once more. */
  retry(): Promise<VaultStatus>;
}

/** Keeps the keys. */
export interface KeyVault extends KeyCommands {
  /** For the main process alone: what this returns goes to its service and nowhere else. */
  read(name: KeyName): string | undefined;
  /** Called after every change of `status` or of a key. */
  subscribe(listener: () => void): Dispose;
  /** Resolves when what was begun is on the disk; nothing is kept in memory afterwards. */
  close(): Promise<void>;
}

/** Asks each service whether it takes the keys there are. Resolve always, reject never; within 30 s. */
export interface KeyChecks {
  openAi(): Promise<OpenAiCheck>;
  twilio(): Promise<TwilioCheck>;
  ngrok(): Promise<NgrokCheck>;
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
  get(): Setup;
  reachOnboarding(step: OnboardingStep): SetupOutcome;
  chooseReach(reach: Reach): SetupOutcome;
  chooseFallback(url: string): SetupOutcome;
  /** Takes the keys of a `.env` text into the vault; answers which, and the ngrok domain it names. */
  importEnv(text: string): Promise<{ readonly taken: readonly KeyName[]; readonly domain: string | null }>;
  practise(on: boolean): Promise<{ readonly on: boolean }>;
  agent(): Agent;
  saveAgent(agent: Agent): SetupOutcome;
}

/** A leg's one-line record of something worth a person's look. Ids, codes and counts only; never what was said or dialled. */
export interface Log {
  info(code: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
  warn(code: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
  error(code: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
}

/* ---- the caller's leg ---- */

/** What the session may do to the caller's phone. Frames: base64 of raw µ-law, 8 kHz mono, 8 bytes a millisecond. */
export interface CallerLeg {
  /** Several sends between `cork` and `uncork` leave in one write. */
  cork(): void;
  uncork(): void;
  sendAudio(payload: string): void;
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

/* ---- the model's leg ---- */

export type ModelEvent =
  | { readonly type: 'ready'; readonly sessionId: string }
  | { readonly type: 'speechStarted'; readonly itemId: string; readonly audioStartMs: number }
  | { readonly type: 'speechStopped'; readonly itemId: string; readonly audioEndMs: number }
  | { readonly type: 'callerTurn'; readonly itemId: string; readonly after: string | null }
  | { readonly type: 'callerTranscriptDelta'; readonly itemId: string; readonly delta: string }
  | { readonly type: 'callerTranscript'; readonly itemId: string; readonly text: string }
  | { readonly type: 'callerTranscriptFailed'; readonly itemId: string; readonly detail: string }
  | { readonly type: 'responseStarted'; readonly responseId: string }
  | {
      readonly type: 'responseDone';
      readonly responseId: string;
      readonly status: 'completed' | 'cancelled' | 'incomplete' | 'failed';
      readonly detail?: string;
      readonly usage?: Usage;
    }
  | {
      readonly type: 'itemAdded';
      readonly role: 'caller' | 'agent' | 'tool';
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
  | {
      readonly type: 'toolCalled';
      readonly responseId: string;
      readonly itemId: string;
      readonly toolCallId: string;
      readonly name: string;
      readonly arguments: string;
    }
  | { readonly type: 'createRefused'; readonly detail: string }
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
}

/** What the session may ask of the model. Every call is one frame; none waits. */
export interface ModelLeg {
  appendAudio(payload: string): void;
  createResponse(request: CreateResponse): void;
  cancelResponse(responseId?: string): void;
  truncate(itemId: string, contentIndex: number, audioEndMs: number): void;
  sendToolOutput(toolCallId: string, output: string): void;
  /** Ends the leg in any state, the connecting one included. Nothing is emitted afterwards. */
  close(): void;
}

/** Opens a model leg for an agent. `ready` comes only when the session confirmed µ-law both ways; `failed` at most once, last. */
export interface ModelConnector {
  connect(agent: Agent, onEvent: (event: ModelEvent) => void): ModelLeg;
}

/* ---- tools ---- */

export type ToolOutcome =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly failure: ToolFailure; readonly detail: string };

/** Runs tools that need no person. Resolves always, rejects never. */
export interface ToolRunner {
  run(tool: Tool, argumentsJson: string, signal: AbortSignal): Promise<ToolOutcome>;
}

/* ---- the carrier ---- */

/** Call control at the carrier. Each resolves when the carrier answered; a call that is over already is a success. */
export interface Telephony {
  hangUp(carrierCallId: string): Promise<void>;
}

/** A phone number of the user's at the carrier. */
export interface CarrierNumber {
  readonly id: string;
  /** E.164. */
  readonly number: string;
  readonly name: string;
  readonly canAnswer: boolean;
  readonly routing: Routing;
}

/** The user's numbers at the carrier. Everything rejects with `CarrierError` only. */
export interface CarrierNumbers {
  /** All of them, over all pages. */
  numbers(): Promise<readonly CarrierNumber[]>;
  number(id: string): Promise<CarrierNumber>;
  /** Changes where the number's calls go and nothing else; resolves with the number as the carrier then has it. */
  route(id: string, routing: Routing): Promise<CarrierNumber>;
}

/* ---- the tunnel ---- */

/** How the carrier reaches this machine. `this-machine`: it does not, only programs of this machine do. */
export type TunnelKind = 'ngrok' | 'own-url' | 'this-machine';

export type TunnelState =
  | { readonly phase: 'off' }
  /** `attempt`: from 1, since it was last up for a while. `sinceMs`: epoch ms when it was last up, or was started. */
  | { readonly phase: 'connecting'; readonly attempt: number; readonly sinceMs: number }
  /** `publicBase`: without a trailing slash in its path, but for the root's own. */
  | { readonly phase: 'up'; readonly publicBase: URL }
  | {
      readonly phase: 'failing';
      readonly code: TunnelFailure;
      readonly sentence: string;
      readonly remedy: string;
      /** The vendor's own code, where it says more than ours. */
      readonly vendorCode?: string;
      /** Epoch ms of the next attempt. None: a `refresh` is waited for or, when there is a `publicBase`, a better report. */
      readonly retryAtMs?: number;
      /** The address, when it is still held but checks from outside fail. */
      readonly publicBase?: URL;
    };

/** What a check from outside said about the public address. `code`: HTTP's or the tunnel's. */
export type ReachProof =
  { readonly ok: true } | { readonly ok: false; readonly failure: ReachFailure; readonly code?: string };

/** Keeps a way open for the carrier to a port of this machine, and rebuilds it by itself. Throws and rejects never. */
export interface Tunnel {
  kind(): TunnelKind;
  /** `localPort`: of 127.0.0.1. Returns at once, `state` tells the rest. Started already: does nothing. */
  start(localPort: number): void;
  /** Off at once; resolves within 3 s, when the address was given back or nobody answered. */
  stop(): Promise<void>;
  state(): TunnelState;
  /** Called after each change, synchronously; must not throw. */
  onChange(listener: (state: TunnelState) => void): Dispose;
  /** Probes what is up, and rebuilds it when it is dead; attempts at once what waits for its next attempt. */
  nudge(reason: 'resumed' | 'network-changed'): void;
  /** Reads the settings again and starts anew if they changed; attempts at once what has failed, for good or not. */
  refresh(): void;
  /** A check of `publicBase` from outside came back. One about another address than ours now is ignored. */
  report(publicBase: URL, proof: ReachProof): void;
}

/* ---- lines ---- */

/** What a number was before it went live, and what we made of it. */
export interface SavedRouting {
  /** The carrier's id of the number. */
  readonly id: string;
  readonly before: Routing;
  /** Everything we may have written to it since, the newest last. */
  readonly ours: readonly Routing[];
  /** Epoch ms. */
  readonly savedAt: number;
}

/** Survives a crash and a power cut: what is saved here is on the disk when the promise resolves. */
export interface SavedRoutings {
  /** The name a damaged file was kept under when this was opened; null: there was none. */
  readonly setAside: string | null;
  /** By number. */
  all(): ReadonlyMap<string, SavedRouting>;
  /** Rejects, and keeps what it had, when the disk refuses. */
  save(number: string, saved: SavedRouting): Promise<void>;
  forget(number: string): Promise<void>;
}

export type LineOutcome = { readonly ok: true } | { readonly ok: false; readonly problem: LineProblem };

/** A number as the console offers it to go live. Its state is in the desk's events. */
export interface ListedLine {
  readonly number: string;
  readonly name: string;
  readonly canAnswer: boolean;
  readonly state: 'off' | 'going live' | 'live' | 'degraded';
  /** Where its calls go, or will go again when it goes off. */
  readonly destination: Destination;
}

/** What the operator may do to lines. Resolve always, reject never. */
export interface LineCommands {
  list(): Promise<
    { readonly ok: true; readonly lines: readonly ListedLine[] } | { readonly ok: false; readonly problem: LineProblem }
  >;
  /** Resolves when it is live or cannot be. `takesOverOtherRouting`: an application or a trunk may be replaced meanwhile. */
  goLive(number: string, consent: { readonly takesOverOtherRouting: boolean }): Promise<LineOutcome>;
  /** Resolves when the number is as it was before. Ends a going live that is under way. */
  goOff(number: string): Promise<LineOutcome>;
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

export type CommandRefusal =
  'no-such-call' | 'call-over' | 'no-such-tool-call' | 'already-answered' | 'nothing-to-stop';

/** What the operator may do to calls. Undefined: done. */
export interface CallCommands {
  end(callId: string): CommandRefusal | undefined;
  stopWords(callId: string): CommandRefusal | undefined;
  answerTool(callId: string, toolCallId: string, output: string): CommandRefusal | undefined;
  rejectTool(callId: string, toolCallId: string, reason: string): CommandRefusal | undefined;
}

/** How loud each side is now, 0 to 1, for calls that are live. Not journalled. */
export interface Level {
  readonly callId: string;
  readonly caller: number;
  readonly agent: number;
}

export type { EndReason };
