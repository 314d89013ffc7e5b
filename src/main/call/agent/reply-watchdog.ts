import type { ModelFailure } from '../../../shared/call/events/call';
import type { Clock, Dispose } from '../../ports/ports';
import type { AgentVoice } from './agent-voice';

/** A phone silence of this length, before an answer or in the middle of one, is noticed; twice in a row and the model has failed the caller. */
const SILENT_AFTER_MS = 8000;
/** Longest time that the pieces of a tool call alone count as life; 60 s of arguments are more than any tool takes. */
const LONGEST_TOOL_CALL_MS = 60_000;
/** Responses that failed one after the other before the model has failed the caller. */
const MAX_FAILED_RESPONSES = 3;
const FAILED_RESPONSE_PAUSE_MS = 1000;
/** Longest rate limit that a caller is made to wait for; 20 s. */
const LONGEST_LIMIT_MS = 20_000;
/** Added to the time that a rate limit names, for clocks and ways. */
const SPARE_MS = 500;

interface ReplyWatchdogParts {
  /** Tells whether the caller still has words of the agent to hear. */
  readonly voice: Pick<AgentVoice, 'hasUnheard'>;
  /** The model was silent once: ask again. */
  readonly renew: () => void;
  /** The model does not answer, or fails to. */
  readonly giveUp: (failure: ModelFailure, detail: string) => void;
}

/** Watches that the model answers when the caller waits for it, and goes on when it has begun; asks once more before it gives up. */
export class ReplyWatchdog {
  private stopSilence: Dispose | null = null;
  /** The silence that is watched would be in the middle of what the agent says or does. */
  private isMidSpeech = false;
  private lastSignAtMs = 0;
  private makingSinceMs: number | null = null;
  private stopPause: Dispose | null = null;
  private hasRenewed = false;
  private failedResponses = 0;

  constructor(
    private readonly clock: Clock,
    private readonly parts: ReplyWatchdogParts,
  ) {}

  /** True while something of the model is due: an answer, or the rest of one. */
  get isWaiting(): boolean {
    return this.stopSilence !== null || this.stopPause !== null;
  }

  /** The caller waits for the agent from now on. */
  expect(): void {
    this.isMidSpeech = false;
    this.makingSinceMs = null;
    this.watch(SILENT_AFTER_MS);
  }

  /** The model did something. */
  answered(): void {
    this.stopSilence?.();
    this.stopSilence = null;
    this.hasRenewed = false;
    this.makingSinceMs = null;
  }

  /** A piece of what the agent says came; more is to come until the response is over. */
  speaks(): void {
    this.makingSinceMs = null;
    this.lives();
  }

  /** A piece of a tool call came; more is to come until the response is over. */
  makesToolCall(): void {
    const nowMs = this.clock.nowMs();
    const sinceMs = this.makingSinceMs ?? nowMs;
    if (nowMs - sinceMs < LONGEST_TOOL_CALL_MS) this.lives();
    this.makingSinceMs = sinceMs;
  }

  /** No more of it is to come. */
  speechOver(): void {
    if (this.isMidSpeech) this.answered();
  }

  /**
   * A response failed: `again` runs after a pause, unless another one starts by itself or the caller speaks. A rate limit
   * that lasts for `retryAfterMs` is waited for if the caller can. Returns the pause, 0 for none; ms.
   */
  responseFailed(detail: string, again: () => void, retryAfterMs?: number): number {
    this.failedResponses += 1;
    if (this.failedResponses >= MAX_FAILED_RESPONSES) {
      this.parts.giveUp('lost', detail);
      return 0;
    }
    const isLimit = retryAfterMs !== undefined && retryAfterMs <= LONGEST_LIMIT_MS;
    const pauseMs = isLimit ? retryAfterMs + SPARE_MS : FAILED_RESPONSE_PAUSE_MS * this.failedResponses;
    this.answered();
    this.stopPause?.();
    this.stopPause = this.clock.after(pauseMs, () => {
      this.stopPause = null;
      again();
    });
    return pauseMs;
  }

  responseStarted(): void {
    this.stopPause?.();
    this.stopPause = null;
  }

  /** A response ended as it should, if only because it was cancelled. */
  responseWorked(): void {
    this.failedResponses = 0;
  }

  /** Nobody waits for the agent: the caller speaks, or the operator wants silence. */
  rest(): void {
    this.stopSilence?.();
    this.stopSilence = null;
    this.responseStarted();
  }

  private lives(): void {
    this.lastSignAtMs = this.clock.nowMs();
    if (this.isMidSpeech && this.stopSilence !== null) return;
    this.answered();
    this.isMidSpeech = true;
    this.watch(SILENT_AFTER_MS);
  }

  private watch(forMs: number): void {
    this.stopSilence?.();
    this.stopSilence = this.clock.after(forMs, () => this.onSilence());
  }

  private onSilence(): void {
    this.stopSilence = null;
    const quietMs = this.clock.nowMs() - this.lastSignAtMs;
    if (this.parts.voice.hasUnheard() || (this.isMidSpeech && quietMs < SILENT_AFTER_MS)) {
      this.watch(this.parts.voice.hasUnheard() ? SILENT_AFTER_MS : SILENT_AFTER_MS - quietMs);
      return;
    }
    if (this.hasRenewed) {
      this.parts.giveUp('silent', 'The model did not answer');
      return;
    }
    this.hasRenewed = true;
    this.expect();
    this.parts.renew();
  }
}
