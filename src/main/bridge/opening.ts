import type { Clock, Dispose } from '../ports';
import type { CallerAudio } from './caller-audio';
import type { ResponseGate } from './response-gate';

/** The caller's audio is held back for the greeting no longer than this after the model is ready. */
const MAX_GREETING_HOLD_MS = 4000;

/**
 * The first seconds of a call. The greeting comes first, once: what the caller says while the line connects is held
 * until the greeting is generated, then given to the model in full. Words said before the greeting could be heard are
 * answered after it; they do not interrupt it.
 */
export class Opening {
  private phase: 'waiting' | 'asked' | 'generating' | 'over' = 'waiting';
  private greetingId: string | null = null;
  /** On the model's clock of the caller: speech before this was not an answer to the greeting. */
  private greetingHeardFromMs = 0;
  private hasSpoken = false;
  private stopHold: Dispose | null = null;

  constructor(
    private readonly greeting: string,
    private readonly audio: CallerAudio,
    private readonly gate: ResponseGate,
    private readonly clock: Clock,
  ) {}

  /** The model is ready. */
  begin(): void {
    if (this.phase !== 'waiting') return;
    if (this.greeting === '') {
      this.finish();
      return;
    }
    this.phase = 'asked';
    this.greetingHeardFromMs = Infinity;
    this.stopHold = this.clock.after(MAX_GREETING_HOLD_MS, () => this.finish());
    this.gate.request({ instructions: `Say exactly: ${this.greeting}`, withoutContext: true });
  }

  responseStarted(responseId: string): void {
    if (this.phase !== 'asked') return;
    this.phase = 'generating';
    this.greetingId = responseId;
  }

  /** The first audio of the agent goes to the phone. */
  agentSpeaks(): void {
    if (this.hasSpoken) return;
    this.hasSpoken = true;
    this.greetingHeardFromMs = this.audio.receivedMs;
  }

  responseOver(responseId: string): void {
    if (responseId === this.greetingId) this.finish();
  }

  /** True for speech that began before the caller could hear the greeting. */
  wasSaidBefore(audioStartMs: number): boolean {
    return audioStartMs < this.greetingHeardFromMs;
  }

  dispose(): void {
    this.stopHold?.();
    this.stopHold = null;
  }

  private finish(): void {
    this.dispose();
    if (this.phase === 'over') return;
    this.phase = 'over';
    if (this.greetingHeardFromMs === Infinity) this.greetingHeardFromMs = 0;
    this.audio.release();
  }
}
