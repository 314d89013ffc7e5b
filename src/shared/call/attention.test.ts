import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leftoversOf, needKey, needsChangeAt, needsOf, type Need } from './attention';
import type { Call } from './call';
import { agentSpeaks, ANSWERED, callAfter, callerSaid, REPLY, toolCalled } from './call.fixture';
import { reduceCall, type CallEvent } from './events';
import { anyCallJournal } from './events.fixture';

const TOOK_OVER: readonly CallEvent[] = [
  { type: 'operator.tookOver', microphone: 'open' },
  { type: 'floor.changed', floor: 'operator', why: 'took-over' },
];
const LOST: CallEvent = { type: 'operator.lost', loss: 'no-sound' };
const RAISED: CallEvent = { type: 'limit.reached', limit: 'spend', act: 'raise-to-operator' };
const TRANSFER_FAILED: CallEvent = { type: 'floor.changed', floor: 'agent', why: 'transfer-failed' };
const MODEL_LOST: CallEvent = { type: 'model.failed', failure: 'lost', detail: 'closed' };
const ASKED: CallEvent = { type: 'tool.askedApproval', toolCallId: 'call_t2', digest: 'a'.repeat(64), waitMs: 60_000 };

function kinds(call: Call, now: number): readonly Need['kind'][] {
  return needsOf(call, now).map(({ kind }) => kind);
}

it('gives every reason there is, the most urgent first', () => {
  const all = [...ANSWERED, TRANSFER_FAILED, toolCalled('t1'), toolCalled('t2', 'http'), ASKED, MODEL_LOST, RAISED];
  expect(kinds(callAfter(all), 14_000)).toEqual([
    'tool',
    'tool',
    'transfer-failed',
    'limit-reached',
    'dead-air',
    'agent-gone',
  ]);
  const lost = callAfter([...ANSWERED, ...TOOK_OVER, toolCalled('t1'), LOST]);
  expect(kinds(lost, 60_000)).toEqual(['operator-lost', 'tool']);
});

it('keeps quiet while all is well, and about a call that is over', () => {
  const ended: CallEvent = { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' };
  expect(kinds(callAfter([...ANSWERED, ...agentSpeaks('a', 'Hello')]), 10_000)).toEqual([]);
  expect(kinds(callAfter([...ANSWERED, ...TOOK_OVER]), 60_000)).toEqual([]);
  expect(kinds(callAfter([...ANSWERED, { type: 'floor.changed', floor: 'nobody', why: 'held' }]), 60_000)).toEqual([]);
  expect(kinds(callAfter([...ANSWERED, RAISED, toolCalled('t1'), MODEL_LOST, ended]), 60_000)).toEqual([]);
});

it('says nothing of an agent that is gone while the caller is away, since another comes with them', () => {
  const began: CallEvent = { type: 'transfer.began', to: '+12125550180', way: 'blind', by: 'operator' };
  expect(kinds(callAfter([...ANSWERED, ...TOOK_OVER, MODEL_LOST]), 6000)).toEqual(['agent-gone']);
  expect(kinds(callAfter([...ANSWERED, ...TOOK_OVER, MODEL_LOST, began]), 7000)).toEqual([]);
});

it('drops a limit that was reached once an operator looks', () => {
  expect(kinds(callAfter([...ANSWERED, RAISED]), 4000)).toEqual(['limit-reached']);
  expect(kinds(callAfter([...ANSWERED, RAISED, { type: 'operator.listened' }]), 4000)).toEqual([]);
});

it('knows when time alone changes anything', () => {
  const spoke = callAfter([...ANSWERED, ...callerSaid('c', 'Hi')]);
  expect(needsChangeAt(spoke, 5000)).toBe(4000 + 12_000);
  expect(needsChangeAt(spoke, 16_000)).toBeNull();
  expect(needsChangeAt(callAfter([...ANSWERED, TRANSFER_FAILED]), 5000)).toBe(2000 + 12_000);
  expect(needsChangeAt(callAfter([...ANSWERED, TRANSFER_FAILED]), 14_000)).toBe(3000 + 20_000);
});

it('needs the same until then, whatever the call', () => {
  fc.assert(
    fc.property(
      anyCallJournal,
      fc.integer({ min: 0, max: 60_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (journal, after, share) => {
        const events = journal.flatMap((each) => (each.callId === null ? [] : [each]));
        const call = events.reduce<Call | undefined>(reduceCall, undefined);
        fc.pre(call !== undefined);
        const now = Math.max(...events.map(({ at }) => at)) - 30_000 + after;
        const until = needsChangeAt(call, now) ?? now + 1e9;
        const later = Math.floor(now + (until - now) * share);
        expect(needsOf(call, later).map(needKey)).toEqual(needsOf(call, now).map(needKey));
        expect(until).toBeGreaterThan(now);
      },
    ),
  );
});

describe('what an ended call leaves to do', () => {
  const HUNG_UP: CallEvent = { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' };
  const served = [
    ...ANSWERED,
    ...callerSaid('c', 'Where is it?'),
    ...agentSpeaks('a', REPLY),
    { type: 'agent.wasHeard', itemId: 'a', heardMs: 9900 } as const,
  ];

  it.each<[string, readonly CallEvent[], readonly string[]]>([
    ['a caller who was answered', [...served, HUNG_UP], []],
    ['a caller who heard nobody', [...ANSWERED, HUNG_UP], ['gave-up']],
    ['a caller who got no answer', [...served, ...callerSaid('d', 'And when?'), HUNG_UP], ['gave-up']],
    ['a request that nobody answered', [...served, toolCalled('t'), HUNG_UP], ['request-unanswered']],
    ['a tool that answers by itself', [...served, toolCalled('t', 'http'), HUNG_UP], []],
    [
      'a failed transfer',
      [
        ...served,
        { type: 'transfer.began', to: '+12125550180', way: 'blind', by: 'operator' },
        { type: 'transfer.failed', failure: 'busy' },
        HUNG_UP,
      ],
      ['transfer-failed'],
    ],
    ['a lost model', [...served, { type: 'call.ended', by: 'switchboard', reason: 'model-lost' }], ['cut-off']],
    ['what somebody dismissed', [...ANSWERED, HUNG_UP, { type: 'call.dismissed' }], []],
    ['a call that goes on', [...ANSWERED, toolCalled('t')], []],
  ])('of %s', (_what, events, left) => {
    expect(leftoversOf(callAfter(events))).toEqual(left);
  });
});

it('asks for a person about a lost model when another one is long in coming, or does not come', () => {
  const lost = (isReplaced?: true): readonly CallEvent[] => [
    ...ANSWERED,
    { type: 'model.failed', failure: 'lost', detail: 'closed', ...(isReplaced === undefined ? {} : { isReplaced }) },
  ];
  const at = callAfter(lost()).turns.at(-1)?.at ?? 0;
  expect(kinds(callAfter(lost()), at)).toEqual(['agent-gone']);
  expect(kinds(callAfter(lost(true)), at)).toEqual([]);
  expect(needsChangeAt(callAfter(lost(true)), at)).toBe(at + 3000);
  expect(kinds(callAfter(lost(true)), at + 3000)).toEqual(['agent-gone']);
});
