import type { LineProblem } from '../../shared/line/line-problem';
import type { ReachFailure, TunnelFailure } from '../../shared/line/reach-failure';
import type { LineTestFailure, LineTestNews, LineTestStep } from '../../shared/line/line-test';
import type { Destination, Routing } from '../../shared/line/routing';
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

/** The account's phone numbers at the carrier. Rejects with `CarrierError` only. */
export interface CarrierNumbers {
  /** Every number of the account, from all pages. */
  numbers(): Promise<readonly CarrierNumber[]>;
  number(id: string): Promise<CarrierNumber>;
  /** Sets the routing of a number and nothing else; resolves with the number as the carrier then has it. */
  route(id: string, routing: Routing): Promise<CarrierNumber>;
}

/** Way in for the carrier. `this-machine`: there is none, only programs on this machine reach it. */
export type TunnelKind = 'ngrok' | 'own-url' | 'this-machine';

export type TunnelState =
  | { readonly phase: 'off' }
  /**
   * `attempt` counts from 1 since the tunnel was last up for a while. `sinceMs`: epoch ms when it was last up, or was
   * started.
   */
  | { readonly phase: 'connecting'; readonly attempt: number; readonly sinceMs: number }
  /** `publicBase` has no trailing slash in its path, except the root's own. */
  | { readonly phase: 'up'; readonly publicBase: URL }
  | {
      readonly phase: 'failing';
      readonly code: TunnelFailure;
      readonly sentence: string;
      readonly remedy: string;
      /** The vendor's own code, where it says more than `code`. */
      readonly vendorCode?: string;
      /**
       * Epoch ms of the next attempt. Absent: the tunnel waits for `refresh` or, when there is a `publicBase`, for a
       * better report.
       */
      readonly retryAtMs?: number;
      /** The public address, while the tunnel still owns it but checks from outside fail. */
      readonly publicBase?: URL;
    };

/** Result of probing the public address from outside. `code`: the HTTP status or the tunnel's code. */
export type ReachProof =
  { readonly ok: true } | { readonly ok: false; readonly failure: ReachFailure; readonly code?: string };

/** Tunnel from the carrier to a port of this machine; reconnects by itself. Never throws or rejects. */
export interface Tunnel {
  kind(): TunnelKind;
  /**
   * Opens the tunnel to `localPort` on 127.0.0.1. Returns at once, `state` tells the rest; does nothing when already
   * started.
   */
  start(localPort: number): void;
  /** Turns the tunnel off at once. Resolves within 3 s, once the address was released or nobody answered. */
  stop(): Promise<void>;
  state(): TunnelState;
  /** Calls `listener` after each change, synchronously; it must not throw. */
  onChange(listener: (state: TunnelState) => void): Dispose;
  /** Probes an open tunnel and rebuilds it when it is dead; a tunnel that waits for its next attempt tries at once. */
  nudge(reason: 'resumed' | 'network-changed'): void;
  /**
   * Reads the settings again and restarts if they changed; a failed tunnel tries again at once, even one that had given
   * up.
   */
  refresh(): void;
  /** Takes the result of a probe from outside. One about another address than the present one is ignored. */
  report(publicBase: URL, proof: ReachProof): void;
}

/** Original routing of a number, and every routing Switchboard may have written to it. */
export interface SavedRouting {
  /** The carrier's id of the number. */
  readonly id: string;
  /** Fingerprint of the account that owned the number; absent in notes older than this field. */
  readonly account?: string | undefined;
  readonly before: Routing;
  /** Routings Switchboard may have written since, newest last. */
  readonly ours: readonly Routing[];
  /** Epoch ms. */
  readonly savedAt: number;
}

/**
 * Durable notes of original routings: a note is on disk when its promise resolves, so it survives a crash or power cut.
 */
export interface SavedRoutings {
  /** Name under which a damaged file was set aside at opening; null: none was. */
  readonly setAside: string | null;
  /** Number of notes that this release cannot read; they stay in the file. */
  readonly unreadable: number;
  /** By number. */
  all(): ReadonlyMap<string, SavedRouting>;
  /** Rejects when the disk refuses, and keeps the previous note. */
  save(number: string, saved: SavedRouting): Promise<void>;
  forget(number: string): Promise<void>;
}

export type LineOutcome = { readonly ok: true } | { readonly ok: false; readonly problem: LineProblem };

/**
 * Exchange that answers the calls of line tests as well: by the same bridge as real calls, with a voice of its own
 * instead of the model, and without records.
 */
export interface LineTestAnswerer extends Exchange {
  /** Admits the call with this carrier id, once. `onHeard` is called when each side was heard on the other. */
  expect(carrierCallId: string, onHeard: () => void): Dispose;
}

export interface LineTestOrder {
  /** Public address, proven a moment ago to lead here. */
  readonly base: URL;
  readonly number: string;
  readonly onStep: (step: LineTestStep) => void;
  readonly signal: AbortSignal;
}

export type LineTestOutcome =
  { readonly ok: true; readonly roundTripMs: number } | { readonly ok: false; readonly failure: LineTestFailure };

/** Calls one of our numbers as the carrier would, through the public address and without a phone. Never rejects. */
export interface LineTestCaller {
  call(order: LineTestOrder): Promise<LineTestOutcome>;
}

/** A number the console can take live. Its state comes from the console's events. */
export interface ListedLine {
  readonly number: string;
  readonly name: string;
  readonly canAnswer: boolean;
  readonly state: 'off' | 'going live' | 'live' | 'degraded';
  /** Present destination of its calls; while the line is live, the one they return to afterwards. */
  readonly destination: Destination;
}

/** Operator commands on lines. Never reject. */
export interface LineCommands {
  list(): Promise<
    { readonly ok: true; readonly lines: readonly ListedLine[] } | { readonly ok: false; readonly problem: LineProblem }
  >;
  /**
   * Resolves once the line is live or cannot be. `takesOverOtherRouting`: an application or trunk may be replaced
   * meanwhile.
   */
  goLive(number: string, consent: { readonly takesOverOtherRouting: boolean }): Promise<LineOutcome>;
  /** Restores the number's routing; cancels an attempt to go live that is under way. */
  goOff(number: string): Promise<LineOutcome>;
  /** Tests a live line with a simulated call. Resolves after the last news; once aborted, nothing more is told. */
  test(number: string, tell: (news: LineTestNews) => void, signal: AbortSignal): Promise<void>;
}
