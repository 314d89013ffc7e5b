import type { Socket } from 'node:net';
import type { Clock } from '../clock';

interface Parcel {
  readonly dueMs: number;
  /** The bytes that arrived; undefined when the sender has finished. */
  readonly bytes: Buffer | undefined;
}

const MAX_QUEUED_BYTES = 8_388_608;

/** One direction of a proxied connection: everything arrives in order, after a fixed delay. */
export class DelayLine {
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
