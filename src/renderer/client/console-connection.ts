import type { FeedMessage } from '../../shared/contract/contract';
import { unpackLevels, type Level } from '../../shared/contract/levels';
import { Acknowledger } from './acknowledger';
import type { PeerClock } from './peer-clock';
import { SessionOver, type Connection, type ConsoleClient, type Transport } from './transport';

/** State of the page's connection to the main process. */
export type LinkState =
  | { readonly name: 'connecting' }
  | { readonly name: 'connected' }
  | { readonly name: 'lost'; readonly retryAt: number }
  | { readonly name: 'session over' };

/** Information the main process gives about itself. */
export interface About {
  readonly version: string;
  readonly mode: 'desktop' | 'served';
  readonly demo: boolean;
}

/** Receiver of what a connection learns: its own state, and the messages of the feed. */
interface FeedReader {
  setLink(link: LinkState): void;
  setAbout(about: About): void;
  /** Starts a new feed, whose batches count from one. */
  beginFeed(): void;
  /** Folds a message into the state. `gap`: the feed is of no more use. */
  receive(message: Exclude<FeedMessage, { type: 'levels' }>): 'folded' | 'gap';
}

/** Receiver of the levels of the calls. */
interface LevelReader {
  receive(levels: readonly Level[]): void;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8000;

/** Wait after the nth failure in a row, from 1, in ms. `random` in 0..1 spreads windows that failed together. */
function backoffMs(failures: number, random: number): number {
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  return Math.round(waitMs * (0.8 + 0.4 * random));
}

const OPEN_DEADLINE_MS = 10_000;
const HEARTBEAT_EVERY_MS = 10_000;
const HEARTBEAT_DEADLINE_MS = 10_000;
/** Pause after a gap, in ms, so that a feed that is never without one does not keep both sides busy. */
const RESYNC_PAUSE_MS = 100;

/** Timers and randomness of the page. */
export interface Surroundings {
  /** Runs a function once, later; the returned function cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
  readonly random: () => number;
  /** Returns an id of eight or more characters, never used before. */
  newId(): string;
}

interface Parts {
  readonly transport: Transport;
  readonly store: FeedReader;
  readonly levels: LevelReader;
  readonly clock: PeerClock;
  readonly surroundings: Surroundings;
  readonly audio: {
    /** Takes the connection that is open from now on; null when there is none. */
    setConnection(connection: Connection | null): void;
  };
}

/** Keeps the page in step with the main process: connects, reads the feed, and starts again whatever breaks. */
export class ConsoleConnection {
  readonly #parts: Parts;
  #client: ConsoleClient | null = null;
  readonly #stop = new AbortController();
  #skipWait: (() => void) | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Console API while connected, else null. */
  get client(): ConsoleClient | null {
    return this.#client;
  }

  /** Reconnects now instead of after the wait. */
  retryNow(): void {
    this.#skipWait?.();
  }

  stop(): void {
    this.#stop.abort();
    this.#skipWait?.();
  }

  /** Runs until `stop`, or until the session is over. */
  async run(): Promise<void> {
    const { store, clock, surroundings } = this.#parts;
    let failures = 0;
    while (!this.#isStopped()) {
      store.setLink({ name: 'connecting' });
      try {
        await this.#follow(() => (failures = 0));
      } catch (error) {
        if (error instanceof SessionOver) {
          store.setLink({ name: 'session over' });
          return;
        }
      }
      if (this.#isStopped()) return;
      const waitMs = backoffMs(++failures, surroundings.random());
      store.setLink({ name: 'lost', retryAt: clock.now() + waitMs });
      await this.#wait(waitMs);
    }
  }

  /** Follows one connection from its opening to its end. */
  async #follow(onCaughtUp: () => void): Promise<void> {
    const connection = await this.#open();
    this.#client = connection.client;
    this.#parts.audio.setConnection(connection);
    const whileOpen = untilGone(
      Promise.race([connection.closed, this.#heartbeatStops(connection), aborted(this.#stop.signal)]),
    );
    try {
      this.#parts.store.setAbout(await whileOpen(connection.client.console.about()));
      let caughtUp = true;
      while (caughtUp && !this.#isStopped()) {
        caughtUp = await this.#readFeed(connection.client, whileOpen, onCaughtUp);
        await this.#pause(RESYNC_PAUSE_MS);
      }
    } finally {
      this.#client = null;
      this.#parts.audio.setConnection(null);
      this.#parts.levels.receive([]);
      connection.close();
    }
  }

  async #open(): Promise<Connection> {
    const abort = new AbortController();
    const giveUp = (): void => abort.abort();
    const cancel = this.#parts.surroundings.after(OPEN_DEADLINE_MS, giveUp);
    this.#stop.signal.addEventListener('abort', giveUp);
    try {
      return await this.#parts.transport.open(abort.signal);
    } finally {
      cancel();
      this.#stop.signal.removeEventListener('abort', giveUp);
    }
  }

  /**
   * Reads one feed until a gap; throws when the connection ends. Resolves to true if it ever was in step: if not, a new
   * feed is no use.
   */
  async #readFeed(client: ConsoleClient, whileOpen: WhileOpen, onCaughtUp: () => void): Promise<boolean> {
    const { store, levels, clock, surroundings } = this.#parts;
    const feedId = surroundings.newId();
    const acknowledger = new Acknowledger(
      (batch) => client.console.acknowledge({ feedId, batch }),
      (delayMs) => this.#pause(delayMs),
    );
    store.beginFeed();
    const feed = await whileOpen(client.console.feed({ feedId }));
    let caughtUp = false;
    try {
      for (;;) {
        const { done, value } = await whileOpen(feed.next());
        if (done) throw new Error('The feed ended');
        if (value.type === 'levels') levels.receive(unpackLevels(value.levels));
        else if (store.receive(value) === 'gap') return caughtUp;
        if (value.type === 'events') learnClock(clock, value);
        if (value.type === 'snapshot' && value.part.last) {
          caughtUp = true;
          onCaughtUp();
        }
        acknowledger.read(value);
      }
    } finally {
      feed.return().catch(() => undefined);
    }
  }

  /** Settles when the other side no longer answers, although the connection was not reported closed. */
  async #heartbeatStops(connection: Connection): Promise<void> {
    while (!this.#isStopped()) {
      await this.#pause(HEARTBEAT_EVERY_MS);
      if (this.#client !== connection.client) return;
      const answered = connection.client.console.about().then(
        () => true,
        () => false,
      );
      const late = this.#pause(HEARTBEAT_DEADLINE_MS).then(() => false);
      if (!(await Promise.race([answered, late]))) return;
    }
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.#parts.surroundings.after(delayMs, resolve));
  }

  async #wait(delayMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.#parts.surroundings.after(delayMs, resolve);
      this.#skipWait = () => {
        cancel();
        resolve();
      };
    });
    this.#skipWait = null;
  }
}

function learnClock(clock: PeerClock, message: Extract<FeedMessage, { type: 'events' }>): void {
  const last = message.events.at(-1);
  if (last !== undefined) clock.learn(last.at);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

type WhileOpen = <T>(answer: Promise<T>) => Promise<T>;

/**
 * Rejects an awaited answer when the other side is gone. One answer at a time: racing each against the same long
 * promise would leave a reaction on it for every message.
 */
function untilGone(gone: Promise<void>): WhileOpen {
  let giveUp: ((reason: Error) => void) | null = null;
  let isGone = false;
  void gone.then(() => {
    isGone = true;
    giveUp?.(new Error('The line is gone'));
  });
  return (answer) =>
    new Promise((resolve, reject) => {
      giveUp = reject;
      answer.then(resolve, reject);
      if (isGone) reject(new Error('The line is gone'));
    });
}
