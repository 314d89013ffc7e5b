import type { ModelFailure } from '../../../shared/call/events/call';

/** Failures that may pass. The others would come again: a refused key, an unknown model, settings that the service does not take. */
const PASSING: ReadonlySet<ModelFailure> = new Set<ModelFailure>(['unreachable', 'lost', 'silent', 'expired']);
/** Delays before each attempt, the last for all that follow; ms. */
const DELAYS_MS = [0, 250, 500, 1000, 2000, 4000];
/** Most models that take over one after the other without a word of the agent's. */
const MAX_MUTE_MODELS = 3;

/**
 * Need of the call for a model, and the time that is given to find one, ms: a caller who never heard the agent, one who waits in
 * the middle of the call, or one with whom somebody else speaks.
 */
const PATIENCE_MS = { first: 3000, now: 20_000, later: Infinity } as const;

export type NeedOfModel = keyof typeof PATIENCE_MS;

/** Attempts of one call to get another model in place of one that failed. */
export class ModelRetries {
  private sinceMs: number | null = null;
  private attempts = 0;
  private muteModels = 0;

  /** Delay until the next attempt, ms; null: no other model is tried. */
  next(failure: ModelFailure, need: NeedOfModel, nowMs: number): number | null {
    this.sinceMs ??= nowMs;
    if (!PASSING.has(failure) || this.muteModels >= MAX_MUTE_MODELS) return null;
    const delayMs = DELAYS_MS[Math.min(this.attempts, DELAYS_MS.length - 1)] ?? 0;
    if (nowMs + delayMs - this.sinceMs > PATIENCE_MS[need]) return null;
    this.attempts += 1;
    return delayMs;
  }

  /** True from a failure until a model is there. */
  get isTrying(): boolean {
    return this.sinceMs !== null;
  }

  found(): void {
    this.sinceMs = null;
    this.attempts = 0;
    this.muteModels += 1;
  }

  /** The caller hears the agent: the model that was found is one that works. */
  spoke(): void {
    this.muteModels = 0;
  }
}
