/** Everything the console API may refuse with. Each has a paragraph in docs/failures.md. */
export const FAILURE_CODES = [
  'no-such-call',
  'call-over',
  'no-such-tool-call',
  'already-answered',
  'nothing-to-stop',
  'not-live',
  'not-your-floor',
  'floor-taken',
  'no-headset',
  'too-many-waiting',
  'not-possible-now',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];
