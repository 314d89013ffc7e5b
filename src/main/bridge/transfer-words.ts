import type { TransferFailure } from '../../shared/call/operator-facts';

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

/** Who is calling, for a person who is told before they take the call. */
export function announcementOf(facts: { readonly from: string; readonly agentName: string }): string {
  const digits = /^\+\d{7,15}$/.test(facts.from) ? facts.from.slice(1).replace(/\d(?=\d)/g, '$& ') : null;
  const who = digits === null ? 'a caller with no number' : `a caller with the number ${digits}`;
  return `Hello. ${facts.agentName} has ${who} on the line, to be put through to you.`;
}
