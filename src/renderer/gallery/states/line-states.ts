import type { InferContractRouterOutputs } from '@orpc/contract';
import type { lineContract } from '../../../shared/contract/line-contract';
import { GO_LIVE_STEPS } from '../../../shared/line/go-live-step';
import { LINE_TEST_STEPS, type LineTestNews } from '../../../shared/line/line-test';
import { broken, never } from '../answers';
import { keptAgents } from '../library';
import { NUMBER } from '../usual-answers';
import type { State } from './state';
import { desk, WELL } from './told';

type Listing = InferContractRouterOutputs<typeof lineContract>['list'];
type Listed = Extract<Listing, { ok: true }>['lines'][number];

const FIRST: Listed = {
  number: NUMBER,
  name: 'Front desk line',
  canAnswer: true,
  state: 'off',
  destination: { kind: 'nothing' },
};

/** Numbers of an account, one of each kind. */
const ALL: readonly Listed[] = [
  FIRST,
  { ...FIRST, number: '+12125550199', name: 'Trunked', destination: { kind: 'trunk', id: `TK${'1'.repeat(32)}` } },
  { ...FIRST, number: '+12125550198', name: 'Fax only', canAnswer: false },
  {
    ...FIRST,
    number: '+442079460991',
    name: 'London',
    destination: { kind: 'server', host: 'voice.example.com' },
  },
  { ...FIRST, number: '+493012345678', name: '', destination: { kind: 'application', id: `AP${'1'.repeat(32)}` } },
];

const LISTED = { line: { list: { ok: true as const, lines: ALL } }, agent: keptAgents() };

/** Test of the first line that goes as far as this news, and stays there. */
function tested(name: string, shows: string, test: readonly LineTestNews[]): State {
  return {
    name,
    at: '/lines',
    shows,
    events: WELL,
    answers: { ...LISTED, line: { ...LISTED.line, test } },
    acts: [{ click: 'Test, +1 415 555 0134' }],
  };
}

const BEGUN = LINE_TEST_STEPS.map((step): LineTestNews => ({ type: 'began', step }));

/** States of the lines' screen. */
export const LINE_STATES: readonly State[] = [
  { name: 'lines-loading', at: '/lines', shows: 'Asking Twilio for your numbers', answers: { line: { list: never } } },
  { name: 'lines-broken', at: '/lines', shows: 'Try again', answers: { line: { list: broken } } },
  {
    name: 'lines-not-reached',
    at: '/lines',
    shows: 'Twilio could not be reached.',
    answers: { line: { list: { ok: false, problem: 'carrier-unreachable' } } },
  },
  {
    name: 'lines-no-keys',
    at: '/lines',
    shows: 'Open Settings, Keys',
    answers: { line: { list: { ok: false, problem: 'no-keys' } } },
  },
  {
    name: 'lines-none',
    at: '/lines',
    shows: 'The Twilio account has no numbers',
    answers: { line: { list: { ok: true, lines: [] } } },
  },
  { name: 'lines-off', at: '/lines', shows: '5 numbers', answers: LISTED },
  {
    name: 'lines-no-match',
    at: '/lines',
    shows: 'No line fits what you search for',
    answers: LISTED,
    acts: [{ write: 'nobody', into: 'Search lines' }],
  },
  { name: 'lines-live', at: '/lines', shows: 'Answered here', events: WELL, answers: LISTED },
  {
    name: 'lines-degraded',
    at: '/lines',
    shows: 'The connection to the public URL broke.',
    answers: LISTED,
    events: [
      ...WELL,
      ...desk(60, {
        type: 'line.changed',
        number: NUMBER,
        state: 'degraded',
        agentName: 'Front desk',
        problem: 'public-no-connection',
        detail: 'ECONNRESET',
      }),
    ],
  },
  {
    name: 'lines-not-put-back',
    at: '/lines',
    shows: 'since',
    answers: LISTED,
    events: desk(60, {
      type: 'line.changed',
      number: NUMBER,
      state: 'off',
      agentName: '',
      problem: 'not-put-back',
    }),
  },
  ...GO_LIVE_STEPS.map((step): State => ({
    name: `lines-going-live-${step}`,
    at: '/lines',
    shows: 'under way',
    answers: LISTED,
    events: desk(2, { type: 'line.changed', number: NUMBER, state: 'going live', agentName: '', step }),
  })),
  {
    name: 'lines-go-live-failed',
    at: '/lines',
    shows: 'Nothing answers at the public URL.',
    answers: LISTED,
    events: desk(20, {
      type: 'line.changed',
      number: NUMBER,
      state: 'off',
      agentName: '',
      step: 'reachable',
      problem: 'public-nobody-listens',
    }),
  },
  {
    name: 'lines-consent',
    at: '/lines',
    shows: 'A SIP trunk answers this number',
    answers: LISTED,
    acts: [{ click: 'Go live, +1 212 555 0199' }],
  },
  {
    name: 'lines-go-live-refused',
    at: '/lines',
    shows: 'Twilio refused the Account SID and Auth Token.',
    answers: { ...LISTED, line: { ...LISTED.line, goLive: { ok: false, problem: 'keys-refused' } } },
    acts: [{ click: 'Go live, +1 415 555 0134' }],
  },
  tested('line-test-under-way', 'Lines', BEGUN.slice(0, 3)),
  tested('line-test-passed', 'A call to this number would be answered.', [
    ...BEGUN,
    { type: 'passed', roundTripMs: 84 },
  ]),
  tested('line-test-failed', 'The webhook was answered with an error instead of leading here.', [
    ...BEGUN.slice(0, 3),
    { type: 'failed', step: 'webhook', failure: { of: 'line-test', problem: 'webhook-refused', code: '403' } },
  ]),
  {
    name: 'lines-account-limits',
    at: '/lines',
    shows: 'This is a trial account',
    events: [
      ...WELL,
      ...desk(10, {
        type: 'tunnel.carried',
        month: new Date().toISOString().slice(0, 7),
        callMs: 400 * 3_600_000,
        calls: 4000,
      }),
    ],
    answers: {
      ...LISTED,
      key: { check: { service: 'twilio', outcome: 'ok', accountName: 'Kestrel Bikes', notes: ['trial'] } },
    },
  },
];
