/** Everything the console API may refuse with. Each has a paragraph in docs/failures.md. */
export const FAILURE_CODES = [
  'no-such-call',
  'call-over',
  'no-such-tool-call',
  'already-answered',
  'nothing-to-stop',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];
