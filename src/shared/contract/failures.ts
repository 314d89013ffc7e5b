import { NUMBER_REFUSALS } from '../line/number-refusal';

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
