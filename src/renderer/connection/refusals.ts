import type { FailureCode } from '../../shared/contract/failures';

/** What a refusal means to the operator. */
export const REFUSALS: Readonly<Record<FailureCode, string>> = {
  'no-such-call': 'Switchboard does not know that call any more.',
  'call-over': 'The call is already over.',
  'no-such-tool-call': 'The agent does not wait for that answer any more.',
  'already-answered': 'That was answered already; the first answer counts.',
  'nothing-to-stop': 'There was nothing left to stop: the caller had heard it all.',
};

/** Shown when a command did not reach the main process, or it failed. */
export const NOT_DONE = 'Switchboard did not answer, so this may not have been done.';
