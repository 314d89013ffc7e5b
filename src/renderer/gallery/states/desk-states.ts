import { broken, never } from '../answers';
import { STOPS, TAKES_OVER, TWO_CALLS } from './call-states';
import type { State } from './state';
import { desk, WELL } from './told';

const AT = '/live/anna';

/** States of the live desk without a call, of the connection, and of the dialogs over a call. */
export const DESK_STATES: readonly State[] = [
  { name: 'desk-waiting', at: '/live', shows: 'Connecting to Switchboard', link: 'never' },
  { name: 'desk-lost', at: AT, shows: 'Connection to Switchboard lost', link: 'lost', events: TWO_CALLS },
  { name: 'desk-no-line', at: '/live', shows: 'No line is live' },
  {
    name: 'desk-going-live',
    at: '/live',
    shows: 'Going live…',
    events: desk(2, {
      type: 'line.changed',
      number: '+14155550134',
      state: 'going live',
      agentName: '',
      step: 'reachable',
    }),
  },
  { name: 'desk-no-calls', at: '/live', shows: 'No calls yet', events: WELL },
  { name: 'desk-demo', at: '/live', shows: 'demo', events: WELL, about: { demo: true } },
  { name: 'call-gone', at: '/live/of-yesterday', shows: 'This call is not here', events: TWO_CALLS },
  { name: 'desk-two-calls', at: AT, shows: 'before noon', events: TWO_CALLS, answers: STOPS },
  {
    name: 'desk-live-to-caller',
    at: AT,
    shows: 'Your microphone is heard by +1 212 555 0187',
    events: TWO_CALLS,
    answers: TAKES_OVER,
    acts: [{ press: '6', once: 'Take over' }],
  },
  {
    name: 'desk-listening',
    at: AT,
    shows: 'before noon',
    events: TWO_CALLS,
    acts: [{ press: '4', once: 'Listen' }],
  },
  { name: 'dialog-transfer', at: AT, shows: 'Announce', events: TWO_CALLS, acts: [{ press: 't', once: 'Transfer' }] },
  {
    name: 'dialog-transfer-refused',
    at: AT,
    shows: 'Transfer',
    events: TWO_CALLS,
    answers: { operator: { transfer: { ok: false, code: 'already-transferring' } } },
    acts: [{ press: 't', once: 'Transfer' }, { write: '+1 212 555 0180', into: 'To' }, { click: 'Transfer' }],
  },
  {
    name: 'dialog-transfer-written',
    at: AT,
    shows: 'Transfer',
    events: TWO_CALLS,
    acts: [
      { press: 't', once: 'Transfer' },
      { write: '+1 212 555 0180', into: 'To' },
    ],
  },
  { name: 'dialog-call-out', at: AT, shows: 'First words', events: TWO_CALLS, acts: [{ press: 'c' }] },
  {
    name: 'dialog-call-out-loading',
    at: AT,
    shows: 'Call out',
    events: TWO_CALLS,
    answers: { agent: { list: never } },
    acts: [{ press: 'c' }],
  },
  {
    name: 'dialog-hand-back',
    at: AT,
    shows: 'Brief for the agent',
    events: TWO_CALLS,
    answers: TAKES_OVER,
    acts: [
      { press: '6', once: 'Take over' },
      { press: '1', once: 'Hand back' },
    ],
  },
  {
    name: 'dialog-hand-back-drafting',
    at: AT,
    shows: 'Hand back',
    events: TWO_CALLS,
    answers: { operator: { ...TAKES_OVER.operator, draftBrief: never } },
    acts: [
      { press: '6', once: 'Take over' },
      { press: '1', once: 'Hand back' },
    ],
  },
  { name: 'keypad', at: AT, shows: '#', events: TWO_CALLS, acts: [{ press: 'p', once: 'Keypad' }] },
  {
    name: 'end-asked',
    at: AT,
    shows: 'End the call with',
    events: TWO_CALLS,
    acts: [{ press: 'e', once: 'End call' }],
  },
  {
    name: 'tools-in-call',
    at: AT,
    shows: 'lookup_order',
    events: TWO_CALLS,
    answers: {
      call: {
        functions: {
          ok: true,
          functions: [
            { name: 'lookup_order', kind: 'http', isOn: true },
            { name: 'cancel_order', kind: 'http', isOn: false },
            { name: 'end_call', kind: 'built-in', isOn: true },
          ],
        },
      },
    },
    acts: [{ press: 'o', once: 'Tools' }],
  },
  {
    name: 'tools-in-call-broken',
    at: AT,
    shows: 'Tools in this call',
    events: TWO_CALLS,
    answers: { call: { functions: broken } },
    acts: [{ press: 'o', once: 'Tools' }],
  },
  {
    name: 'quick-texts',
    barriers: ['aria-required-children', 'region'],
    at: AT,
    shows: 'Quick texts',
    events: TWO_CALLS,
    acts: [{ press: '5', once: 'Listen' }, { click: 'Quick texts' }],
  },
  { name: 'palette', at: AT, shows: 'Go to Agents', events: TWO_CALLS, acts: [{ press: 'Control+k' }] },
  {
    name: 'palette-searched',
    at: AT,
    shows: 'Transfer',
    events: TWO_CALLS,
    acts: [{ press: 'Control+k' }, { write: 'Transfer', into: 'Search' }],
  },
  { name: 'shortcuts', at: AT, shows: 'Everything by name', events: TWO_CALLS, acts: [{ press: '?' }] },
  {
    name: 'refusal-toast',
    at: AT,
    shows: 'There was nothing left to stop',
    events: TWO_CALLS,
    answers: { call: { stopWords: { ok: false, code: 'nothing-to-stop' } } },
    acts: [{ press: ' ', once: 'Stop words' }],
  },
];
