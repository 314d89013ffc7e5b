import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MAX_WORDS_CHARS } from '../call/operator-facts';
import { FAILURE_CODES } from './failures';
import { verdict } from './verdict';

const headsetId = z.string().min(8).max(64);

/**
 * Console API for push-to-talk. What the operator says into the headset's audio channel comes back as text, and goes nowhere
 * else.
 */
export const dictationContract = {
  /** Starts transcribing the headset's dictation frames. `language`: ISO 639-1, a hint. */
  begin: oc.input(z.object({ headsetId, language: z.string().regex(/^[a-z]{2}$/) })).output(verdict),
  /** Returns everything said since `begin`. Takes up to 10 s after the last word. */
  finish: oc
    .input(z.object({ headsetId }))
    .output(
      z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), text: z.string().min(1).max(MAX_WORDS_CHARS) }),
        z.object({ ok: z.literal(false), code: z.enum(FAILURE_CODES) }),
      ]),
    ),
  /** Discards what was said since `begin`. */
  cancel: oc.input(z.object({ headsetId })).output(verdict),
};
