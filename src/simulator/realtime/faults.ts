import type { Utterance } from './dialogue/dialogue';

/** How one session misbehaves. Nothing given: not at all. Times in ms. */
export interface Faults {
  /** Refuses the upgrade with this HTTP status. */
  readonly refusesUpgrade?: 401 | 429 | 503;
  /** Waits before accepting the upgrade; `Infinity` never does. */
  readonly acceptsAfterMs?: number;
  /** Waits before every `session.updated`. */
  readonly updatesAfterMs?: number;
  /** Refuses every `session.update`; the session stays on its defaults. */
  readonly rejectsUpdate?: true;
  /** Never a response at all, or one that is created and then says nothing. */
  readonly neverAnswers?: 'at-all' | 'after-created';
  /** Cuts the connection, without a close frame, once the session has sent so much audio. */
  readonly dropsAfterAudioMs?: number;
  /** The first so many responses fail. */
  readonly failsResponses?: { readonly count: number; readonly code: 'inference_rate_limit_exceeded' | 'server_error' };
  /** An answer comes as two audio items. */
  readonly splitsAnswers?: true;
  /** A function call comes twice in its response, under two call ids. */
  readonly doublesCalls?: true;
  /** The caller's transcript comes after the answer, fails, or never comes. */
  readonly transcription?: 'late' | 'fails' | 'never';
  /** Events and fields nobody has heard of are mixed in. */
  readonly unknownEvents?: true;
  /** A frame that is not JSON follows `session.created` and every `response.created`. */
  readonly malformedJson?: true;
  /** The session's maximum duration, 60 minutes if not given: then `session_expired` and close 1001. */
  readonly expiresAfterMs?: number;
  /** Of the model's items `response.output_item.done` comes before `conversation.item.done`. */
  readonly outputItemDoneFirst?: true;
  /** Where `rate_limits.updated` comes in a response; at its end if not given. */
  readonly rateLimits?: 'first' | 'never';
}

function halves(utterance: Utterance): readonly Utterance[] {
  if (!('say' in utterance)) return [utterance];
  const { say, audio } = utterance;
  const cut = say.search(/(?<=[.!?,]) /) + 1 || Math.ceil(say.length / 2);
  if (!audio) return [{ say: say.slice(0, cut) }, { say: say.slice(cut) }];
  const middle = Math.floor(audio.length / 16) * 8;
  return [
    { say: say.slice(0, cut), audio: audio.subarray(0, middle) },
    { say: say.slice(cut), audio: audio.subarray(middle) },
  ];
}

/** The answer as the faults make it. */
export function disturbed(utterances: readonly Utterance[], faults: Faults): readonly Utterance[] {
  const split = faults.splitsAnswers ? utterances.flatMap(halves) : utterances;
  return faults.doublesCalls ? split.flatMap<Utterance>((one) => ('call' in one ? [one, one] : [one])) : split;
}
