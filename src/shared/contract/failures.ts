import { z } from 'zod';
import { NUMBER_REFUSALS } from '../line/dial-refusal';

/** Refusal codes of a `Verdict`. Each has a paragraph in docs/failures.md. */
export const FAILURE_CODES = [
  'no-such-call',
  'call-over',
  'no-such-tool-call',
  'already-answered',
  'stale-approval',
  'nothing-to-stop',
  'not-live',
  'not-your-floor',
  'floor-taken',
  'no-headset',
  'too-many-waiting',
  'not-possible-now',
  'nothing-said',
  'not-transcribed',
  'already-transferring',
  ...NUMBER_REFUSALS,
  'no-such-version',
  'nothing-to-change',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

/** Refusal of a command. */
export const refusal = z.object({ ok: z.literal(false), code: z.enum(FAILURE_CODES) });

/** Result of a command: done, or refused with a code the caller can act on. Refusals are values; exceptions are bugs. */
export const verdict = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true) }), refusal]);

export type Verdict = z.infer<typeof verdict>;
