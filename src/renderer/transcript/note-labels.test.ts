import { expect, it } from 'vitest';
import type { NotedEvent } from '../../shared/call/events';
import { noteLabel } from './note-labels';

const CHANGED: NotedEvent = {
  type: 'agent.wasChanged',
  version: 2,
  name: 'Front desk',
  applied: ['instructions', 'tools'],
  kept: [],
};

it.each<readonly [string, NotedEvent]>([
  ['Caller pressed #', { type: 'caller.pressedKey', digit: '#' }],
  ['Caller pressed a secret key', { type: 'caller.pressedSecretKey' }],
  ['The caller’s connection was lost; they were back after 4 s', { type: 'caller.cameBack', awayMs: 4100 }],
  ['The caller said nothing for 8 s; the agent asks again', { type: 'caller.wasIdle', silentMs: 8020 }],
  [
    'Twilio’s error 31924: Twilio could not read the phone’s stream as a WebSocket. See whether a proxy or a firewall ' +
      'between changes or cuts WebSockets; try another way to be reached.',
    { type: 'caller.streamFailed', code: 31924 },
  ],
  [
    'Twilio’s error 31999: The phone’s stream failed. Look the number up at twilio.com/docs/api/errors/31999.',
    { type: 'caller.streamFailed', code: 31999 },
  ],
  ['The operator pressed 12#', { type: 'operator.pressedKeys', digits: '12#' }],
  ['The model reported rate_limit_exceeded', { type: 'model.warned', code: 'rate_limit_exceeded', detail: 'Slow.' }],
  ['The model was lost: the line broke.', { type: 'model.failed', failure: 'lost', detail: 'the line broke' }],
  [
    'The model was lost: the line broke. Another session takes over.',
    { type: 'model.failed', failure: 'lost', detail: 'the line broke', isReplaced: true },
  ],
  [
    'Caller’s phone, malformed frame: no JSON',
    { type: 'leg.degraded', leg: 'caller', fault: 'malformed-frame', detail: 'no JSON' },
  ],
  [
    'Operator’s microphone: 2 s were dropped',
    { type: 'leg.degraded', leg: 'operator', fault: 'queue-full', detail: '2 s were dropped' },
  ],
  ['Version 2 of the agent was applied to this call: instructions, tools.', CHANGED],
  [
    'Version 2 of the agent was applied to this call: instructions, tools. As it was for this call: greeting, voice.',
    { ...CHANGED, kept: ['greeting', 'voice'] },
  ],
  [
    'The model did not take version 3 of the agent. Unknown voice.',
    { type: 'agent.changeRefused', version: 3, detail: 'Unknown voice.' },
  ],
  [
    'The agent’s limit was reached: spend per call. The agent says goodbye.',
    { type: 'limit.reached', limit: 'spend', act: 'say-goodbye' },
  ],
  [
    'The agent’s limit was reached: longest call. An operator is asked; the call goes on.',
    { type: 'limit.reached', limit: 'longest-call', act: 'raise-to-operator' },
  ],
  [
    'The operator could not be heard any more; the agent has the call again',
    { type: 'floor.changed', floor: 'agent', why: 'operator-lost' },
  ],
  ['Handed back to the agent', { type: 'operator.handedBack', brief: '', speaksFirst: false }],
  ['Handed back to the agent: Be kind.', { type: 'operator.handedBack', brief: 'Be kind.', speaksFirst: true }],
  ['Transferring to +12125550180', { type: 'transfer.began', to: '+12125550180', way: 'blind', by: 'agent' }],
  [
    'The transfer to +12125550180 failed: no answer',
    { type: 'transfer.failed', to: '+12125550180', failure: 'no-answer' },
  ],
])('a note says: %s', (label, event) => {
  expect(noteLabel(event)).toBe(label);
});
