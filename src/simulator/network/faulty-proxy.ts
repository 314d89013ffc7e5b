import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { systemClock, type Clock } from '../clock';

/** The proxy's target and its delay. */
export interface FaultyProxyOptions {
  readonly targetPort: number;
  readonly targetHost?: string;
  /** Delay of every byte, in each direction; ms. */
  readonly oneWayDelayMs?: number;
  readonly clock?: Clock;
}

/** A stretch of bad network in front of a local server, simulated at the TCP level. */
export interface FaultyProxy {
  readonly port: number;
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** Number of connections open now. */
  readonly connections: number;
  /** Sets the delay, in ms, of bytes that arrive from now on. */
  setOneWayDelay(ms: number): void;
  /** Keeps connections open and lets nothing through, as a half-dead link does. New connections wait as well. */
  pause(): void;
  resume(): void;
  /** Resets every open connection on both sides. */
  reset(): void;
  /** New connections are reset at once (`true`) or served again. */
  refuse(isRefusing: boolean): void;
  close(): Promise<void>;
}

interface Link {
  readonly sockets: readonly [Socket, Socket];
  readonly lines: readonly [DelayLine, DelayLine];
}

const MAX_QUEUED_BYTES = 8_388_608;

/** Starts a proxy on a free loopback port. */
export async function startFaultyProxy(options: FaultyProxyOptions): Promise<FaultyProxy> {
  const clock = options.clock ?? systemClock;
  const links = new Set<Link>();
  let delayMs = options.oneWayDelayMs ?? 0;
  let isPaused = false;
  let isRefusing = false;

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    near.on('error', () => near.destroy());
    if (isRefusing) {
      near.resetAndDestroy();
      return;
    }
    const far = connect({
      host: options.targetHost ?? '127.0.0.1',
      port: options.targetPort,
      allowHalfOpen: true,
      noDelay: true,
    });
    const delay = (): number => delayMs;
    const link: Link = {
      sockets: [near, far],
      lines: [new DelayLine(clock, near, far, delay), new DelayLine(clock, far, near, delay)],
    };
    links.add(link);
    if (isPaused) for (const line of link.lines) line.pause();
    far.on('error', () => near.resetAndDestroy());
    near.on('error', () => far.resetAndDestroy());
    for (const socket of link.sockets) {
      socket.on('close', (hadError) => {
        if (hadError) tearDown(link);
        if (link.sockets.every(({ destroyed }) => destroyed)) forget(link);
      });
    }
  });

  const forget = (link: Link): void => {
    for (const line of link.lines) line.stop();
    links.delete(link);
  };
  const tearDown = (link: Link): void => {
    forget(link);
    for (const socket of link.sockets) socket.resetAndDestroy();
  };
  const reset = (): void => {
    for (const link of [...links]) tearDown(link);
  };

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port');

  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    get connections() {
      return links.size;
    },
    setOneWayDelay: (ms) => {
      delayMs = ms;
    },
    pause: () => {
      isPaused = true;
      for (const link of links) for (const line of link.lines) line.pause();
    },
    resume: () => {
      isPaused = false;
      for (const link of links) for (const line of link.lines) line.resume();
    },
    reset,
    refuse: (refusing) => {
      isRefusing = refusing;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      reset();
      await closed;
    },
  };
}

interface Parcel {
  readonly dueMs: number;
  /** The bytes that arrived; undefined when the sender has finished. */
  readonly bytes: Buffer | undefined;
}

/** One direction of a proxied connection: everything arrives in order, after a fixed delay. */
class DelayLine {
  readonly #clock: Clock;
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #delayMs: () => number;
  readonly #queue: Parcel[] = [];
  #queuedBytes = 0;
  #isPaused = false;
  #isDraining = false;
  #disarm: (() => void) | undefined;

  constructor(clock: Clock, from: Socket, to: Socket, delayMs: () => number) {
    this.#clock = clock;
    this.#from = from;
    this.#to = to;
    this.#delayMs = delayMs;
    from.on('data', (bytes: Buffer) => this.#accept(bytes));
    from.on('end', () => this.#accept(undefined));
    to.on('drain', () => {
      this.#isDraining = false;
      this.#deliver();
    });
  }

  /** Stops delivery while the connection stays open; the sender's buffers soon fill up. */
  pause(): void {
    this.#isPaused = true;
    this.#from.pause();
    this.#cancel();
  }

  resume(): void {
    this.#isPaused = false;
    this.#from.resume();
    this.#deliver();
  }

  /** Discards everything still in transit. */
  stop(): void {
    this.#cancel();
    this.#queue.length = 0;
  }

  #accept(bytes: Buffer | undefined): void {
    this.#queue.push({ dueMs: this.#clock.nowMs() + this.#delayMs(), bytes });
    this.#queuedBytes += bytes?.length ?? 0;
    if (this.#queuedBytes > MAX_QUEUED_BYTES) this.#from.pause();
    if (!this.#disarm) this.#deliver();
  }

  #deliver(): void {
    this.#cancel();
    while (!this.#isPaused && !this.#isDraining) {
      const parcel = this.#queue[0];
      if (!parcel) break;
      const leftMs = parcel.dueMs - this.#clock.nowMs();
      if (leftMs > 0) {
        this.#disarm = this.#clock.after(leftMs, () => this.#deliver());
        return;
      }
      this.#queue.shift();
      this.#hand(parcel.bytes);
    }
    if (!this.#isPaused && this.#queuedBytes <= MAX_QUEUED_BYTES) this.#from.resume();
  }

  #hand(bytes: Buffer | undefined): void {
    if (bytes === undefined) {
      this.#to.end();
      return;
    }
    this.#queuedBytes -= bytes.length;
    if (this.#to.writable) this.#isDraining = !this.#to.write(bytes);
  }

  #cancel(): void {
    this.#disarm?.();
    this.#disarm = undefined;
  }
}
