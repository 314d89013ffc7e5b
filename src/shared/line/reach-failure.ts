/** Reasons why our own public address could not be reached from outside. */
export const REACH_FAILURES = [
  'unknown-host',
  'nobody-listens',
  'not-trusted',
  'timed-out',
  'other-answer',
  'tunnel-error',
  'no-connection',
] as const;

export type ReachFailure = (typeof REACH_FAILURES)[number];
