import { problemLabels, type ProblemLabels } from './line-problem';

/** Reasons for never dialling a number, whoever asks for it. */
export const NUMBER_REFUSALS = ['not-a-number', 'emergency-number', 'premium-number', 'satellite-number'] as const;

export type NumberRefusal = (typeof NUMBER_REFUSALS)[number];

/** Reasons for not placing a call out. Each has a paragraph in docs/failures.md. */
export const DIAL_REFUSALS = [
  ...NUMBER_REFUSALS,
  'line-not-live',
  'no-such-agent',
  'desk-full',
  'spend-reached',
  'stopping',
  'no-public-address',
  'to-not-verified',
  'region-not-permitted',
  'to-refused',
  'from-refused',
  'no-keys',
  'keys-refused',
  'account-not-active',
  'not-permitted',
  'too-many-requests',
  'carrier-unreachable',
  'carrier-refused',
  'ended',
] as const;

export type DialRefusal = (typeof DIAL_REFUSALS)[number];

/** Sentence and remedy for a number that is never dialled, by a call out or by a transfer. */
export const NUMBER_REFUSAL_LABELS: Readonly<Record<NumberRefusal, ProblemLabels>> = {
  'not-a-number': {
    sentence: 'This is not a phone number that can be called from anywhere.',
    remedy: 'Write it with a plus sign, the country code and all digits, such as +1 212 555 0187.',
  },
  'emergency-number': {
    sentence: 'Switchboard does not call emergency numbers.',
    remedy: 'Call it from a phone that knows where it is.',
  },
  'premium-number': {
    sentence: 'Switchboard does not call numbers that cost extra.',
    remedy: 'Look for an ordinary number of the same person or company.',
  },
  'satellite-number': {
    sentence: 'Switchboard does not call satellite and other global networks; a minute can cost many dollars.',
    remedy: 'Look for an ordinary number of the same person or company.',
  },
};

const LABELS: Readonly<Record<DialRefusal, ProblemLabels>> = {
  ...NUMBER_REFUSAL_LABELS,
  'line-not-live': {
    sentence: 'The line is not live, so nobody would be there when the call is answered.',
    remedy: 'Take it live on the Lines screen first.',
  },
  'no-such-agent': { sentence: 'That agent no longer exists.', remedy: 'Choose another one.' },
  'desk-full': { sentence: 'Switchboard has as many calls as it can take.', remedy: 'Wait until one is over.' },
  'spend-reached': {
    sentence: 'Today’s calls have cost what they may.',
    remedy: 'Raise the limit in Settings, Limits, or wait until midnight, UTC.',
  },
  stopping: { sentence: 'Switchboard is stopping.', remedy: 'Start it again first.' },
  'no-public-address': {
    sentence: 'Twilio has no way to reach Switchboard now, so the agent could not speak.',
    remedy: 'Look at the tunnel in Settings.',
  },
  'to-not-verified': {
    sentence: 'A trial account of Twilio calls only numbers that were verified.',
    remedy: 'Verify the number in the Twilio console, or upgrade the account.',
  },
  'region-not-permitted': {
    sentence: 'The Twilio account may not call numbers of that country or kind.',
    remedy: 'Allow it in the Twilio console under Voice, Geographic permissions.',
  },
  'to-refused': {
    sentence: 'Twilio does not know how to call that number.',
    remedy: 'Check its digits; a number may be too long, too short or not in service.',
  },
  'from-refused': {
    sentence: 'Twilio does not let this line call out.',
    remedy: 'Check in the Twilio console that the number is on this account and can make calls.',
  },
  'no-keys': problemLabels('no-keys'),
  'keys-refused': {
    sentence: 'Twilio refused the Account SID and Auth Token.',
    remedy: 'Copy both again from the Twilio console.',
  },
  'account-not-active': problemLabels('account-not-active'),
  'not-permitted': {
    sentence: 'The Twilio account may not do this.',
    remedy: 'Open the Twilio console: a trial or a restricted key may be the reason.',
  },
  'too-many-requests': problemLabels('too-many-requests'),
  'carrier-unreachable': {
    sentence: 'Twilio did not answer, so it is not known whether it is calling.',
    remedy: 'Check the network, wait half a minute, then try again.',
  },
  'carrier-refused': {
    sentence: 'Twilio refused the call.',
    remedy: 'The error log of the Twilio console says why.',
  },
  ended: { sentence: 'The call was ended before it was placed.', remedy: 'Call again if it is still wanted.' },
};

/** Sentence and remedy for a call out that was not placed. */
export function dialRefusalLabels(refusal: DialRefusal): ProblemLabels {
  return LABELS[refusal];
}
