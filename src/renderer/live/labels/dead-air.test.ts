import { describe, expect, it } from 'vitest';
import { DEAD_AIR_NEEDS_YOU_MS } from '../../../shared/call/attention';
import { agentSpeaks, ANSWERED, callAfter, callerSaid, toolCalled } from '../../../shared/call/call.fixture';
import type { CallEvent } from '../../../shared/call/events';
import { needLabel } from '../list/call-order';
import { DEAD_AIR_AFTER_MS, deadAir } from './dead-air';

const HEARD: CallEvent = { type: 'agent.wasHeard', itemId: 'a1', heardMs: 10_000 };
const THINKS: CallEvent = { type: 'agent.startedResponse', responseId: 'r2' };
const QUEUED: readonly CallEvent[] = [
  { type: 'agent.openedTurn', responseId: 'r2', itemId: 'a2', after: null },
  { type: 'agent.finishedAudio', itemId: 'a2', audioMs: 4000 },
];

function floor(floorOf: 'agent' | 'operator' | 'nobody', why: 'took-over' | 'held' | 'agent-muted'): CallEvent {
  return { type: 'floor.changed', floor: floorOf, why };
}

const TOOK_OVER: readonly CallEvent[] = [
  { type: 'operator.tookOver', microphone: 'open' },
  floor('operator', 'took-over'),
];

/** The explanation `ms` after the call's last event. */
function after(events: readonly CallEvent[], ms = DEAD_AIR_NEEDS_YOU_MS) {
  const call = callAfter([...ANSWERED, ...events]);
  const now = (ANSWERED.length + events.length) * 1000 + ms;
  return { silence: deadAir(call, now), need: needLabel(call, now) };
}

describe('deadAir', () => {
  it.each<readonly [string, readonly CallEvent[], string, string | undefined]>([
    ['the caller says nothing', [...agentSpeaks('a1', 'Hello'), HEARD], 'The caller says nothing.', 'say'],
    ['the model thinks', [...callerSaid('c1', 'Hi'), THINKS], 'The model is thinking.', 'say'],
    ['no answer begins', callerSaid('c1', 'Hi'), 'The model has not begun to answer.', 'say'],
    [
      'a person is asked',
      [...callerSaid('c1', 'Hi'), toolCalled('t1')],
      'The agent waits for your answer to refund_order.',
      undefined,
    ],
    [
      'a machine is asked',
      [...callerSaid('c1', 'Hi'), toolCalled('t1', 'http')],
      'The agent waits for refund_order.',
      'say',
    ],
    [
      'the phone plays nothing',
      [...callerSaid('c1', 'Hi'), THINKS, ...QUEUED],
      'The agent’s words were sent, but the phone does not say that it played them.',
      'stop-words',
    ],
    ['on hold', [...callerSaid('c1', 'Hi'), floor('nobody', 'held')], 'The call is on hold.', 'resume'],
    [
      'the agent is muted',
      [...callerSaid('c1', 'Hi'), floor('nobody', 'agent-muted')],
      'The agent is muted.',
      'unmute-agent',
    ],
    [
      'the operator is muted',
      [...callerSaid('c1', 'Hi'), ...TOOK_OVER, { type: 'operator.muted' }],
      'The operator is muted.',
      'unmute-myself',
    ],
    [
      'the model is gone',
      [...callerSaid('c1', 'Hi'), ...TOOK_OVER, { type: 'model.failed', failure: 'lost', detail: 'closed' }],
      'The line to the model is down: nobody but the operator can speak.',
      'transfer',
    ],
    [
      'the operator is gone',
      [...callerSaid('c1', 'Hi'), ...TOOK_OVER, { type: 'operator.lost', loss: 'device-lost' }],
      'The caller hears nobody: the operator’s sound is gone.',
      'hand-back',
    ],
  ])('%s', (_name, events, culprit, act) => {
    const { silence } = after(events);
    expect(silence?.culprit).toBe(culprit);
    expect(silence?.help?.act).toBe(act);
  });

  it('tells that words are not played from when they should have been heard to their end', () => {
    const events = [...callerSaid('c1', 'Hi'), ...agentSpeaks('a1', 'Hello')];
    const played = 10_000 - 1000;
    expect(after(events, played + DEAD_AIR_AFTER_MS - 1).silence).toBeNull();
    const { silence, need } = after(events, played + DEAD_AIR_NEEDS_YOU_MS);
    expect(silence).toMatchObject({
      culprit: 'The agent’s words were sent, but the phone does not say that it played them.',
      help: { act: 'stop-words' },
    });
    expect(need).toBe('silent 12 s');
    expect(after([...events, HEARD], DEAD_AIR_AFTER_MS - 1).silence).toBeNull();
    expect(after([...events, { type: 'caller.startedSpeaking', itemId: 'c2' }], 60_000).silence).toBeNull();
  });

  it('is none while a caller who is being put through hears it ring', () => {
    const began: CallEvent = { type: 'transfer.began', to: '+15551230000', way: 'blind', by: 'operator' };
    const away: CallEvent = { type: 'floor.changed', floor: 'nobody', why: 'transfer-began' };
    const events = [...callerSaid('c1', 'Hi'), ...agentSpeaks('a1', 'Hello'), HEARD, began, away];
    expect(after(events, 25_000).silence).toBeNull();
    expect(after([...events.slice(0, -1)], 25_000).silence).toBeNull();
  });

  it('is none while somebody speaks, and none in the pause between turns', () => {
    expect(after(agentSpeaks('a1', 'Hello')).silence).toBeNull();
    expect(after([{ type: 'caller.startedSpeaking', itemId: 'c1' }]).silence).toBeNull();
    expect(after(callerSaid('c1', 'Hi'), DEAD_AIR_AFTER_MS - 3000).silence).toBeNull();
    expect(
      after([...callerSaid('c1', 'Hi'), { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' }]).silence,
    ).toBeNull();
  });
});

describe('needLabel', () => {
  it('names what waits for a person, the most urgent first', () => {
    expect(after([...TOOK_OVER, { type: 'operator.lost', loss: 'device-lost' }, toolCalled('t1')]).need).toBe(
      'operator lost',
    );
    expect(after([toolCalled('t1'), toolCalled('t2')]).need).toBe('answer refund_order +1');
    const asked: CallEvent = { type: 'tool.askedApproval', toolCallId: 'call_t1', digest: 'ab', waitMs: 60_000 };
    expect(after([toolCalled('t1', 'http'), asked]).need).toBe('approve refund_order');
    expect(after(callerSaid('c1', 'Hi')).need).toMatch(/^silent \d+ s$/);
  });

  it('needs nobody while it is quiet on purpose, or not for long', () => {
    expect(after([floor('nobody', 'held')]).need).toBeNull();
    expect(after(callerSaid('c1', 'Hi'), DEAD_AIR_AFTER_MS).need).toBeNull();
  });
});
