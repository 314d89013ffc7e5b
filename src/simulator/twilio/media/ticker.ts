import type { Clock } from '../../clock';

/** Duration of one telephone frame; ms. */
export const TICK_MS = 20;

/** A member that advances in 20 ms steps and counts the due ones itself: a late wake-up must not lose any. */
export interface TickerMember {
  advance(nowMs: number): void;
}

/** A place on the ticker. The member's nth step is due at `startMs + 20 n`. */
export interface TickerSeat {
  readonly startMs: number;
  leave(): void;
}

/**
 * One timer for all calls of a process. Calls keep their own phase, to the millisecond, because a carrier's calls do not all
 * speak at the same instant. A burst of 200 frames would only measure the burst.
 */
export class Ticker {
  readonly #clock: Clock;
  readonly #epochMs: number;
  readonly #slots: TickerMember[][] = Array.from({ length: TICK_MS }, () => []);
  #lastIndex = 0;
  #size = 0;
  #disarm: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#epochMs = clock.nowMs();
  }

  /** Number of members that tick now. */
  get size(): number {
    return this.#size;
  }

  join(member: TickerMember): TickerSeat {
    const index = Math.ceil(this.#clock.nowMs() - this.#epochMs);
    const slot = this.#slot(index);
    slot.push(member);
    this.#size += 1;
    if (this.#size === 1) this.#lastIndex = index;
    this.#arm();
    return {
      startMs: this.#epochMs + index,
      leave: () => {
        const at = slot.indexOf(member);
        if (at < 0) return;
        const last = slot.pop();
        if (last !== undefined && at < slot.length) slot[at] = last;
        this.#size -= 1;
        if (this.#size === 0) this.#stop();
      },
    };
  }

  #slot(index: number): TickerMember[] {
    const slot = this.#slots[index % TICK_MS];
    if (!slot) throw new Error('The ticker has no such slot');
    return slot;
  }

  #stop(): void {
    this.#disarm?.();
    this.#disarm = undefined;
  }

  #arm(): void {
    this.#stop();
    const nowMs = this.#clock.nowMs();
    for (let index = this.#lastIndex + 1; index <= this.#lastIndex + TICK_MS; index += 1) {
      if (this.#slot(index).length === 0) continue;
      this.#disarm = this.#clock.after(Math.max(0, this.#epochMs + index - nowMs), this.#wake);
      return;
    }
  }

  readonly #wake = (): void => {
    const nowMs = this.#clock.nowMs();
    const index = Math.floor(nowMs - this.#epochMs + 1e-6);
    for (let due = Math.max(this.#lastIndex + 1, index - TICK_MS + 1); due <= index; due += 1) {
      const slot = this.#slot(due);
      for (let at = slot.length - 1; at >= 0; at -= 1) slot[at]?.advance(nowMs);
    }
    this.#lastIndex = Math.max(this.#lastIndex, index);
    if (this.#size > 0) this.#arm();
  };
}
