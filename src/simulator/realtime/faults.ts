/** Faults to inject into one session; none by default. Times in ms. */
export interface Faults {
  /** Refuses the upgrade with this HTTP status. */
  readonly refusesUpgrade?: 401 | 429 | 503;
  /** Waits before accepting the upgrade; `Infinity` never does. */
  readonly acceptsAfterMs?: number;
  /** Waits before every `session.updated`. */
  readonly updatesAfterMs?: number;
  /** Refuses every `session.update`; the session stays on its defaults. */
  readonly rejectsUpdate?: true;
  /** Creates no response at all, or creates one that says nothing. */
  readonly neverAnswers?: 'at-all' | 'after-created';
  /** Cuts the connection, without a close frame, once the session has sent this much audio. */
  readonly dropsAfterAudioMs?: number;
  /** Fails the first `count` responses. The message of a rate limit names `retryAfterMs`. */
  readonly failsResponses?: {
    readonly count: number;
    readonly code: 'inference_rate_limit_exceeded' | 'server_error';
    readonly retryAfterMs?: number;
  };
  /** Sends an answer as two audio items. */
  readonly splitsAnswers?: true;
  /** Sends a function call twice in its response, under two call ids. */
  readonly doublesCalls?: true;
  /** Delivers the caller's transcript after the answer, as a failure, or never. */
  readonly transcription?: 'late' | 'fails' | 'never';
  /** Mixes in event types and fields that no client knows. */
  readonly unknownEvents?: true;
  /** Sends a frame that is not JSON after `session.created` and every `response.created`. */
  readonly malformedJson?: true;
  /** Maximum duration of the session, 60 minutes by default; it ends with `session_expired` and close code 1001. */
  readonly expiresAfterMs?: number;
  /** Sends `response.output_item.done` before `conversation.item.done` for the model's items. */
  readonly outputItemDoneFirst?: true;
  /** Position of `rate_limits.updated` in a response; at its end by default. */
  readonly rateLimits?: 'first' | 'never';
}
