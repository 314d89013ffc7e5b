import type { LineProblem } from '../../shared/line/line-problem';
import type { ReachFailure } from '../../shared/line/reach-failure';
import type { RehearsalFailure, RehearsalNews, RehearsalStep } from '../../shared/line/rehearsal';
import type { Destination, Routing } from '../../shared/line/routing';
import type { TunnelFailure } from '../../shared/line/tunnel-failure';
import type { Dispose, Exchange } from './ports';

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

/** What a number was before it went live, and what we made of it. */
export interface SavedRouting {
  /** The carrier's id of the number. */
  readonly id: string;
  /** A fingerprint of the account it was in; absent in notes of before this was written down. */
  readonly account?: string | undefined;
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

/** What answers rehearsals: the same bridge as calls, with a voice of its own instead of the model, and on no record. */
export interface LineTestAnswerer extends Exchange {
  /** Whether this call of the exchange's is a rehearsal. */
  has(callId: string): boolean;
  /** Lets the call with this carrier id ring, once. `onHeard`: what was said on both sides was heard on the other. */
  expect(carrierCallId: string, onHeard: () => void): Dispose;
}

export interface LineTestOrder {
  /** Our public address, proven a moment ago to lead here. */
  readonly base: URL;
  readonly number: string;
  readonly onStep: (step: RehearsalStep) => void;
  readonly signal: AbortSignal;
}

export type LineTestOutcome =
  { readonly ok: true; readonly roundTripMs: number } | { readonly ok: false; readonly failure: RehearsalFailure };

/** Calls a number of ours as the carrier does, by its public address, with no phone. Resolves always. */
export interface LineTestCaller {
  call(order: LineTestOrder): Promise<LineTestOutcome>;
}

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
  /** Rehearses a call to a line that is live. Resolves when the last news was told; aborted, it is told nothing more. */
  test(number: string, tell: (news: RehearsalNews) => void, signal: AbortSignal): Promise<void>;
}
