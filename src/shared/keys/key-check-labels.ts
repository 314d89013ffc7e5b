import { endOf, endSentence } from './model-ends';
import { assertNever } from '../std/assert-never';
import type { KeyCheck, NgrokOutcome, OpenAiOutcome, TwilioNote, TwilioOutcome } from './key-check';

/** Result of a key check, worded for a person. `isFine`: calls can be taken with these keys. */
export interface CheckLabels {
  readonly isFine: boolean;
  readonly sentence: string;
  /** Empty when nothing needs to be done. */
  readonly remedy: string;
  /** Further remarks, one sentence each. */
  readonly notes: readonly string[];
}

type Labels = readonly [sentence: string, remedy: string];

const NETWORK = 'Check the network connection of this machine, then try again.';
const SIGN_IN = 'A proxy or a sign-in page of the network may be in the way: check it, then try again.';

const OPENAI: Readonly<Record<OpenAiOutcome, Labels>> = {
  ok: ['OpenAI takes the key, and the model is there.', ''],
  'no-key': ['There is no OpenAI API key yet.', 'Create one at platform.openai.com/api-keys.'],
  'no-such-model': [
    'OpenAI takes the key, but the agent’s model is not among the models it may use.',
    'Choose another model, or allow this one for the key’s project at platform.openai.com.',
  ],
  'key-refused': [
    'OpenAI does not know this key; it may have been deleted.',
    'Copy the whole key again, or create a new one at platform.openai.com/api-keys.',
  ],
  'no-quota': [
    'OpenAI takes the key, but its account has no credit left or has reached its limit.',
    'Add credit or raise the limit at platform.openai.com under Billing and Limits.',
  ],
  'account-not-active': ['The OpenAI account of this key is not active.', 'Sign in at platform.openai.com to see why.'],
  'may-not-list': [
    'OpenAI takes the key, but it is restricted so that its models cannot be looked up.',
    'Allow “Models: Read” for the key to see it proven here; otherwise a practice call proves it.',
  ],
  'region-not-served': ['OpenAI does not serve the country this machine is in.', 'See OpenAI’s list of countries.'],
  'wrong-host': [
    'This key belongs to a project whose data stays in another region, which has an address of its own.',
    'Use a key of a project without a region. In serve mode, OPENAI_REALTIME_URL can name the region’s address instead.',
  ],
  'too-many-requests': ['OpenAI received too many requests with this key.', 'Wait a minute and try again.'],
  'service-trouble': ['OpenAI has a problem of its own.', 'See status.openai.com, and try again later.'],
  unreachable: ['OpenAI could not be reached.', NETWORK],
  'timed-out': ['OpenAI did not answer in time.', NETWORK],
  'not-understood': ['The answer was not one of OpenAI’s.', SIGN_IN],
};

const CONSOLE = 'Copy both from the first page of the Twilio console, the live credentials.';

const TWILIO: Readonly<Record<TwilioOutcome, Labels>> = {
  ok: ['Twilio takes the Account SID and the Auth Token.', ''],
  'no-keys': ['There is no Twilio Account SID and Auth Token yet.', CONSOLE],
  'no-account-sid': ['There is an Auth Token, but no Account SID.', CONSOLE],
  'no-auth-token': ['There is an Account SID, but no Auth Token.', CONSOLE],
  'api-key-without-token': [
    'There is an API key, but no Auth Token. Webhooks can only be checked with the Auth Token.',
    'Enter the Auth Token of the account as well.',
  ],
  'api-key-sid': [
    'The Account SID is the SID of an API key (SK…).',
    'The Account SID begins with AC; the first page of the Twilio console shows it.',
  ],
  'keys-refused': [
    'Twilio does not know this pair of Account SID and Auth Token.',
    'Copy both again: they must be of the same account, of the region US1, and the token may have been replaced.',
  ],
  'other-region': [
    'These keys belong to another Twilio region than US1, from which Switchboard takes calls.',
    'Choose the region US1 in the Twilio console and copy the Auth Token shown there.',
  ],
  'test-credentials': [
    'These are Twilio’s test credentials, which have no numbers and take no calls.',
    'Copy the live credentials from the first page of the Twilio console.',
  ],
  'account-suspended': ['The Twilio account is suspended.', 'Open the Twilio console to see what the account needs.'],
  'account-closed': ['The Twilio account is closed.', 'Use the keys of another account.'],
  'account-not-active': [
    'The Twilio account is suspended or closed.',
    'Open the Twilio console to see what the account needs.',
  ],
  'not-permitted': ['Twilio does not let these keys see the account.', CONSOLE],
  'too-many-requests': ['Twilio received too many requests from this account.', 'Wait a minute and try again.'],
  'service-trouble': ['Twilio has a problem of its own.', 'See status.twilio.com, and try again later.'],
  unreachable: ['Twilio could not be reached.', NETWORK],
  'timed-out': ['Twilio did not answer in time.', NETWORK],
  'not-understood': ['The answer was not one of Twilio’s.', SIGN_IN],
};

const TWILIO_NOTE: Readonly<Record<TwilioNote, string>> = {
  trial:
    'This is a trial account: only verified numbers (at most five) can call and be called, Twilio speaks a notice first, ' +
    'calls are cut after 10 minutes, few can be on at once, and the trial ends 30 days after sign-up.',
  subaccount: 'This is a subaccount: only its own numbers are offered, and only its own Auth Token fits.',
  'api-key-refused': 'Twilio does not take the API key; it is not needed while the Auth Token is there.',
  'api-key-incomplete': 'The API key has only one of its two halves; it is not needed while the Auth Token is there.',
};

/** Sentence for a note about a Twilio account that works. */
export function twilioNoteLabel(note: TwilioNote): string {
  return TWILIO_NOTE[note];
}

const NGROK: Readonly<Record<NgrokOutcome, Labels>> = {
  'looks-right': ['This looks like an ngrok authtoken; the tunnel proves it when it connects.', ''],
  'no-key': ['There is no ngrok authtoken yet.', 'Copy it from dashboard.ngrok.com under “Your Authtoken”.'],
  'not-this-kind': [
    'This is no ngrok authtoken.',
    'Copy it from dashboard.ngrok.com under “Your Authtoken”; an API key does not work.',
  ],
};

/** Labels the result of a key check for a person. */
export function checkLabels(check: KeyCheck): CheckLabels {
  switch (check.service) {
    case 'openai': {
      const { outcome, model, endsOn = endOf(model) } = check;
      const notes = endsOn === null ? [] : [endSentence(model, endsOn)];
      return { ...labels(OPENAI[outcome], outcome === 'ok' || outcome === 'may-not-list'), notes };
    }
    case 'twilio': {
      const notes = check.notes.map((note) => TWILIO_NOTE[note]);
      return { ...labels(TWILIO[check.outcome], check.outcome === 'ok'), notes };
    }
    case 'ngrok':
      return labels(NGROK[check.outcome], check.outcome === 'looks-right');
    default:
      return assertNever(check);
  }
}

function labels([sentence, remedy]: Labels, isFine: boolean): CheckLabels {
  return { isFine, sentence, remedy, notes: [] };
}
