import { WIDEST_DESK_LIMITS } from '../../../shared/call/desk-limits';
import type { OnboardingStep } from '../../../shared/contract/setup-contract';
import type { KeyCheck } from '../../../shared/keys/key-check';
import type { KeyName } from '../../../shared/keys/key-name';
import type { Answers } from '../answers';
import { NUMBER, vaultOf } from '../usual-answers';
import type { State, Told } from './state';
import { desk, WELL } from './told';

interface More {
  readonly keys?: readonly KeyName[];
  readonly check?: KeyCheck;
  readonly events?: readonly Told[];
  readonly answers?: Answers;
  readonly acts?: State['acts'];
}

/** Answers of a vault that begins with these keys and keeps what it is given. */
function keptKeys(names: readonly KeyName[]): Pick<NonNullable<Answers['key']>, 'status' | 'set'> {
  const kept = new Set(names);
  return {
    status: () => vaultOf([...kept]),
    set: ({ name }) => {
      kept.add(name);
      return { ok: true, status: vaultOf([...kept]) };
    },
  };
}

/** Step of the set-up, reached and not settled unless the keys there are say so. */
function step(name: string, onboarding: OnboardingStep, shows: string, more: More = {}): State {
  const { keys = [], check, events = [], answers = {}, acts = [] } = more;
  return {
    name,
    at: '/live',
    shows,
    events,
    acts,
    answers: {
      ...answers,
      setup: {
        get: {
          onboarding,
          reach: { way: 'ngrok', domain: '' },
          fallbackUrl: '',
          operatorReturnSeconds: 8,
          deskLimits: WIDEST_DESK_LIMITS,
          practising: false,
          reachFixed: false,
        },
      },
      key: {
        ...keptKeys(keys),
        ...(check !== undefined && { check }),
      },
    },
  };
}

const MODEL = 'gpt-realtime-2.1';
const OPENAI: readonly KeyName[] = ['openAiKey'];
const TWILIO: readonly KeyName[] = [...OPENAI, 'twilioAccountSid', 'twilioAuthToken'];
const EVERY: readonly KeyName[] = [...TWILIO, 'ngrokAuthtoken'];

/** States of the set-up. */
export const ONBOARDING_STATES: readonly State[] = [
  step('setup-model', 'model', 'The model that talks'),
  step('setup-model-refused', 'model', 'OpenAI does not know this key', {
    keys: OPENAI,
    check: { service: 'openai', outcome: 'key-refused', model: MODEL },
  }),
  step('setup-model-fine', 'model', 'OpenAI takes the key, and the model is there.', { keys: OPENAI }),
  step('setup-model-wrong-key', 'model', 'This is no OpenAI API key.', {
    acts: [{ write: `AC${'0'.repeat(32)}`, into: 'OpenAI API key' }, { click: 'Save and check' }],
  }),
  step('setup-carrier', 'carrier', 'Your phone numbers', { keys: OPENAI }),
  step('setup-carrier-wrong-keys', 'carrier', 'This is the SID of an API key', {
    keys: OPENAI,
    acts: [
      { write: `SK${'0'.repeat(32)}`, into: 'Twilio Account SID' },
      { write: 'not a token', into: 'Twilio Auth Token' },
      { click: 'Save and check' },
    ],
  }),
  step('setup-carrier-refused', 'carrier', 'Twilio does not know this pair', {
    keys: TWILIO,
    check: { service: 'twilio', outcome: 'keys-refused', accountName: null, notes: [] },
  }),
  step('setup-carrier-suspended', 'carrier', 'The Twilio account is suspended', {
    keys: TWILIO,
    check: { service: 'twilio', outcome: 'account-suspended', accountName: null, notes: [] },
  }),
  step('setup-carrier-trial', 'carrier', 'This is a trial account', {
    keys: TWILIO,
    check: { service: 'twilio', outcome: 'ok', accountName: 'Kestrel Bikes', notes: ['trial'] },
  }),
  step('setup-tunnel', 'tunnel', 'The tunnel waits for the ngrok authtoken.', { keys: TWILIO }),
  step('setup-tunnel-connecting', 'tunnel', 'How calls reach you', {
    keys: EVERY,
    events: desk(2, { type: 'tunnel.changed', kind: 'ngrok', state: 'connecting' }),
  }),
  step('setup-tunnel-failing', 'tunnel', 'ngrok does not know the authtoken', {
    keys: EVERY,
    events: desk(30, {
      type: 'tunnel.changed',
      kind: 'ngrok',
      state: 'failing',
      detail: 'ngrok does not know the authtoken. Copy it again from the ngrok dashboard.',
    }),
  }),
  step('setup-tunnel-up', 'tunnel', 'kestrel.ngrok.app', { keys: EVERY, events: WELL.slice(1) }),
  step('setup-line', 'line', 'Finish without a line', { keys: EVERY, events: WELL.slice(1) }),
  step('setup-line-not-listed', 'line', 'Twilio could not be reached.', {
    keys: EVERY,
    events: WELL.slice(1),
    answers: { line: { list: { ok: false, problem: 'carrier-unreachable' } } },
  }),
  step('setup-line-failed', 'line', 'Nothing answers at the public URL.', {
    keys: EVERY,
    events: [
      ...WELL.slice(1),
      ...desk(9, {
        type: 'line.changed',
        number: NUMBER,
        state: 'off',
        agentName: '',
        step: 'reachable',
        problem: 'public-nobody-listens',
      }),
    ],
  }),
  step('setup-line-signed-otherwise', 'line', 'Twilio shared key secret', {
    keys: EVERY,
    events: [...WELL, ...desk(9, { type: 'signing.changed', fault: 'wrong-shared-secret' })],
  }),
  step('setup-line-live', 'line', 'is live.', { keys: EVERY, events: WELL }),
];
