import type { TransferFailure } from '../../../shared/call/events/operator';

const WHY: Readonly<Record<TransferFailure, string>> = {
  busy: 'the line was busy',
  'no-answer': 'nobody answered',
  declined: 'the person could not take the call now',
  'not-reachable': 'the number could not be reached',
  'carrier-refused': 'the phone company did not do it',
};

/** What the agent is told when a caller who was to be put through is with it again. */
export function wordsOfReturn(failure: TransferFailure): string {
  return `Tell the caller: I am sorry, I could not put you through: ${WHY[failure]}. What else can I do for you?`;
}
