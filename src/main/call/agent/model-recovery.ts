import type { CallEvent } from '../../../shared/call/events';
import type { ModelFailure } from '../../../shared/call/events/call';
import type { Clock, Dispose } from '../../ports/ports';
import type { PhonePlayout } from '../phone/phone-playout';
import { HoldAudio } from '../phone/tones';

/** Failures that may pass. The others would come again: a refused key, an unknown model, settings that the service does not take. */
const PASSING: ReadonlySet<ModelFailure> = new Set<ModelFailure>(['unreachable', 'lost', 'silent', 'expired']);
/** Delays before each attempt, the last for all that follow; ms. */
const DELAYS_MS = [0, 250, 500, 1000, 2000, 4000];
/** Most models that take over one after the other without a word of the agent's. */
const MAX_MUTE_MODELS = 3;
/** Silence of a caller whose model is gone, before a sound says that the line is not dead; 1.5 s. */
const COMFORT_AFTER_MS = 1500;

/**
 * Need of the call for a model, with the time that is given to find one, ms: a caller who never heard the agent, one who waits in
 * the middle of the call, or one with whom somebody else speaks.
 */
const PATIENCE_MS = { first: 3000, now: 20_000, later: Infinity } as const;

interface ModelRecoveryParts {
  readonly clock: Clock;
  readonly phone: PhonePlayout;
  /** Connects another model. */
  readonly connect: () => void;
  /** True for a caller who waits for the agent, and for nobody else. */
  readonly isAwaited: () => boolean;
}

/** Recovery of one call from the loss of its model: when another one is tried, and the sound that the caller hears meanwhile. */
export class ModelRecovery {
  private sinceMs: number | null = null;
  private attempts = 0;
  private muteModels = 0;
  private stopRetry: Dispose = () => undefined;
  private stopComfort: Dispose = () => undefined;
  private readonly comfort: HoldAudio;

  constructor(private readonly parts: ModelRecoveryParts) {
    this.comfort = new HoldAudio(parts.phone, parts.clock);
  }

  /** True from a failure until a model is there. */
  get isTrying(): boolean {
    return this.sinceMs !== null;
  }

  /** Has another model tried after a failure. False: none is. */
  failed(failure: ModelFailure, need: keyof typeof PATIENCE_MS): boolean {
    const { clock, connect } = this.parts;
    const nowMs = clock.nowMs();
    if (this.sinceMs === null && need === 'now') this.comfortSoon();
    this.sinceMs ??= nowMs;
    if (!PASSING.has(failure) || this.muteModels >= MAX_MUTE_MODELS) return false;
    const delayMs = DELAYS_MS[Math.min(this.attempts, DELAYS_MS.length - 1)] ?? 0;
    if (nowMs + delayMs - this.sinceMs > PATIENCE_MS[need]) return false;
    this.attempts += 1;
    this.stopRetry();
    this.stopRetry = clock.after(delayMs, connect);
    return true;
  }

  /** A model is being connected, whoever asked for it. */
  connecting(): void {
    this.stopRetry();
  }

  /** A model is there. */
  found(): void {
    this.sinceMs = null;
    this.attempts = 0;
    this.muteModels += 1;
    this.relieve();
  }

  /** Follows the call: a model of which the caller hears something works, and a change of the floor ends their wait. */
  note({ type }: CallEvent): void {
    if (type === 'agent.startedSpeaking') this.muteModels = 0;
    if (type === 'floor.changed') this.relieve();
  }

  private relieve(): void {
    this.stopComfort();
    this.comfort.stop();
  }

  /** A caller who waits longer hears that the line is not dead, behind what the agent had said. */
  private comfortSoon(): void {
    this.stopComfort();
    this.stopComfort = this.parts.clock.after(COMFORT_AFTER_MS, () => {
      if (this.parts.isAwaited()) this.comfort.start();
    });
  }
}
