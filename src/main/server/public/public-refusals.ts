import type { Clock, Log } from '../../ports/ports';

const SAY_EVERY_MS = 10_000;
const MAX_REASONS = 64;

/** Counter of refusals. It logs seldom, since strangers decide how often it is called. */
export class Refusals {
  private readonly counts = new Map<string, { count: number; sayAgainAtMs: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Counts one refusal. `reason` is our own code, never text of a request. */
  add(reason: string): void {
    const nowMs = this.clock.nowMs();
    const kept = this.counts.get(reason) ?? { count: 0, sayAgainAtMs: nowMs };
    if (this.counts.size >= MAX_REASONS && !this.counts.has(reason)) return;
    this.counts.set(reason, kept);
    kept.count++;
    if (nowMs < kept.sayAgainAtMs) return;
    kept.sayAgainAtMs = nowMs + SAY_EVERY_MS;
    this.log.warn('public-refused', { reason, count: kept.count });
  }
}
