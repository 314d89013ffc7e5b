import type {
  RealtimeResponse,
  RealtimeResponseStatus,
  RealtimeResponseUsage,
} from 'openai/resources/realtime/realtime';
import type { Utterance } from '../dialogue/dialogue';
import type { AudioFormat } from '../hearing/audio-format';
import type { Entry } from '../protocol/conversation';
import type { Voice } from '../protocol/session-config';
import { audioMsOf, NO_USAGE } from '../protocol/usage';
import type { ResponseBody } from '../protocol/wire';
import type { SessionContext } from './session-context';
import { ResponseOutput, utter, type Speaking, type UtteranceRun } from './utterance-run';

/** A response to give: its utterances, format and limits, all decided in advance. */
export interface Order {
  readonly utterances: readonly Utterance[];
  /** False for an out-of-band response, which the conversation neither contains nor waits for. */
  readonly inConversation: boolean;
  readonly modality: 'text' | 'audio';
  readonly format: AudioFormat;
  readonly voice: Voice;
  readonly maxOutputTokens: number | 'inf';
  readonly metadata: Readonly<Record<string, string>> | null;
  /** Error code with which the response fails instead of saying anything. */
  readonly failsWith?: string;
  bill(output: readonly Entry[]): RealtimeResponseUsage;
}

type CancelReason = 'turn_detected' | 'client_cancelled';
type Status = NonNullable<RealtimeResponse['status']>;

const NEVER_MS = 24 * 3_600_000;
const USUAL_DELTA_BYTES = 801;

/** One response from `response.created` to `response.done`, in the server's order, at the session's pace. */
export class ResponseRun {
  readonly id: string;
  readonly inConversation: boolean;
  readonly #session: SessionContext;
  readonly #order: Order;
  readonly #output: ResponseOutput;
  readonly #onDone: (audioMs: number) => void;
  readonly #life: Generator<number, void, void>;
  #stopTimer: () => void = () => undefined;
  #cancelled: CancelReason | undefined;
  #audioMs = 0;
  #deltas = 0;

  /** `onDone` runs right after `response.done`, with the ms of audio the response produced. */
  constructor(session: SessionContext, order: Order, onDone: (audioMs: number) => void) {
    this.id = session.ids.next('resp');
    this.inConversation = order.inConversation;
    this.#session = session;
    this.#order = order;
    this.#output = new ResponseOutput(session, this.id, order.inConversation);
    this.#onDone = onDone;
    this.#life = this.#live();
  }

  /** Takes the next step and arms the one after it. */
  step(): void {
    const { done, value } = this.#life.next();
    if (done !== true) this.#stopTimer = this.#session.timers.after(value, () => this.step());
  }

  /** Cancels the response once: deltas already under way are still sent, then it ends as cancelled. */
  cancel(reason: CancelReason): void {
    if (this.#cancelled) return;
    this.#cancelled = reason;
    this.#stopTimer();
    this.#stopTimer = this.#session.timers.after(this.#session.pace.lateDeltaMs, () => this.step());
  }

  *#live(): Generator<number, void, void> {
    const { emit, pace, faults } = this.#session;
    const { utterances, failsWith } = this.#order;
    emit('response.created', { response: this.#body('in_progress', null, null) });
    if (faults.malformedJson) this.#session.peer.send('{"type":"response.output_audio.delta","delta":');
    if (faults.rateLimits === 'first') this.#reportLimits();
    yield pace.thinkingMs;
    while (faults.neverAnswers && !this.#cancelled) yield NEVER_MS;
    if (failsWith !== undefined && !this.#cancelled) {
      const { retryAfterMs } = faults.failsResponses ?? {};
      const message =
        retryAfterMs === undefined
          ? 'The simulated model was told to fail this response.'
          : `Rate limit reached for the simulated model. Please try again in ${String(retryAfterMs / 1000)}s.`;
      const type = failsWith === 'server_error' ? 'server_error' : 'invalid_request_error';
      this.#finish('failed', { type: 'failed', error: { type, code: failsWith, message } });
      return;
    }
    let whole = true;
    for (const utterance of utterances) {
      if (this.#cancelled || !whole) break;
      const ended = yield* this.#utter(utterance);
      whole = ended.whole;
      this.#audioMs += ended.audioMs;
    }
    if (this.#cancelled) this.#finish('cancelled', { type: 'cancelled', reason: this.#cancelled });
    else if (!whole) this.#finish('incomplete', { type: 'incomplete', reason: 'max_output_tokens' });
    else this.#finish('completed', null);
  }

  #utter(utterance: Utterance): UtteranceRun {
    const isCancelled = (): boolean => this.#cancelled !== undefined;
    const run: Speaking = {
      session: this.#session,
      output: this.#output,
      format: this.#order.format,
      audioMsLeft: audioMsOf(this.#order.maxOutputTokens) - this.#audioMs,
      get cancelled() {
        return isCancelled();
      },
      nextDeltaBytes: () => {
        const { deltaBytes } = this.#session.pace;
        return deltaBytes[this.#deltas++ % deltaBytes.length] ?? USUAL_DELTA_BYTES;
      },
    };
    return utter(run, utterance, this.#order.modality);
  }

  #finish(status: Status, details: RealtimeResponseStatus | null): void {
    const output = this.#output.entries;
    const usage = output.length === 0 ? NO_USAGE : this.#order.bill(output);
    this.#session.emit('response.done', { response: this.#body(status, details, usage) });
    if (!this.#session.faults.rateLimits) this.#reportLimits();
    this.#onDone(this.#audioMs);
  }

  #reportLimits(): void {
    const limit = { name: 'tokens', limit: 40_000, remaining: 38_490, reset_seconds: 2.265 } as const;
    this.#session.emit('rate_limits.updated', { rate_limits: [limit] });
  }

  #body(status: Status, details: RealtimeResponseStatus | null, usage: RealtimeResponseUsage | null): ResponseBody {
    const { format, voice, modality, maxOutputTokens, metadata } = this.#order;
    return {
      object: 'realtime.response',
      id: this.id,
      status,
      status_details: details,
      output: this.#output.entries.map(({ item }) => item),
      conversation_id: this.inConversation ? this.#session.conversationId : null,
      output_modalities: [modality],
      max_output_tokens: maxOutputTokens,
      audio: { output: { format, voice } },
      usage,
      metadata,
    };
  }
}
