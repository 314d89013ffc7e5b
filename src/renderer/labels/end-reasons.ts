import type { Call, CallPhase } from '../../shared/call/call';
import type { EndReason } from '../../shared/call/events/call';

interface EndWords {
  /** Label in the list of calls. */
  readonly short: string;
  /** Account of the ending from the caller's side. */
  readonly sentence: string;
}

/** Labels of the reasons a call ended, in the caller's terms, as if they had rung us. */
export const END_REASONS_IN_WORDS: Readonly<Record<EndReason, EndWords>> = {
  'caller-hung-up': { short: 'Caller hung up', sentence: 'The caller hung up.' },
  'caller-never-arrived': {
    short: 'Caller never arrived',
    sentence: 'The phone rang here, but the caller was gone before anyone spoke.',
  },
  'caller-lost': {
    short: 'Caller lost',
    sentence: 'The connection to the caller broke off in the middle of the call.',
  },
  'agent-hung-up': { short: 'Agent hung up', sentence: 'The agent said goodbye and hung up.' },
  'operator-ended': { short: 'Ended by operator', sentence: 'An operator ended the call.' },
  'model-unreachable': {
    short: 'Model not reached',
    sentence: 'The caller heard an apology instead of the agent: the model could not be reached.',
  },
  'model-refused': {
    short: 'Model refused',
    sentence: 'The caller heard an apology instead of the agent: the model refused to serve the call.',
  },
  'model-lost': {
    short: 'Model lost',
    sentence: 'The agent fell silent and the caller heard an apology: the connection to the model was lost.',
  },
  'model-silent': {
    short: 'Model silent',
    sentence: 'The caller waited, the agent did not answer, and the caller heard an apology.',
  },
  'longest-call-reached': {
    short: 'Longest call reached',
    sentence: 'The call was as long as the agent’s calls may be, and was ended.',
  },
  'longest-silence-reached': {
    short: 'Longest silence reached',
    sentence: 'Nobody said anything for as long as the agent allows, and the call was ended.',
  },
  'spend-limit-reached': {
    short: 'Spend limit reached',
    sentence: 'The call had cost as much as the agent’s calls may, and was ended.',
  },
  'switchboard-stopped': {
    short: 'Switchboard stopped',
    sentence: 'The call was ended because Switchboard was closed.',
  },
  'switchboard-crashed': {
    short: 'Switchboard failed',
    sentence: 'The caller was cut off: Switchboard stopped unexpectedly during the call.',
  },
  'switchboard-faulted': {
    short: 'Fault of Switchboard',
    sentence:
      'Switchboard made a mistake in this call and ended it with an apology. Other calls went on. Please report it.',
  },
  transferred: { short: 'Transferred', sentence: 'The caller was put through to a person.' },
  'callee-busy': { short: 'Busy', sentence: 'The number was busy.' },
  'callee-did-not-answer': { short: 'No answer', sentence: 'Nobody answered.' },
  'callee-not-reachable': { short: 'Not reached', sentence: 'The carrier could not reach the number.' },
  'callee-was-machine': { short: 'Voicemail', sentence: 'A machine answered, and was hung up on as asked.' },
  'operator-left': {
    short: 'Operator lost',
    sentence: 'The operator could not be heard any more, and the caller heard an apology.',
  },
};

type EndedBy = Extract<CallPhase, { name: 'ended' }>['by'];

/** Labels that differ for an outbound call, where the person at the other end did not call. */
const OUTWARD: Readonly<Partial<Record<EndReason, EndWords>>> = {
  'caller-hung-up': { short: 'They hung up', sentence: 'The person who was called hung up.' },
  'caller-lost': {
    short: 'Connection lost',
    sentence: 'The connection to the person who was called broke off in the middle of the call.',
  },
};

const ENDED_BY_IN_WORDS: Readonly<Record<EndedBy, string>> = {
  caller: 'the caller',
  agent: 'the agent',
  operator: 'an operator',
  switchboard: 'Switchboard',
};

/** Returns the labels of the reason a call ended, by its direction. */
export function endWords(direction: Call['direction'], reason: EndReason): EndWords {
  return (direction === 'out' ? OUTWARD[reason] : undefined) ?? END_REASONS_IN_WORDS[reason];
}

/** Names who ended a call. */
export function endedByLabel(direction: Call['direction'], by: EndedBy): string {
  return direction === 'out' && by === 'caller' ? 'the person who was called' : ENDED_BY_IN_WORDS[by];
}
