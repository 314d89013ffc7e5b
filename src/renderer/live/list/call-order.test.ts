import { describe, expect, it } from 'vitest';
import { toolsWaiting } from '../../../shared/call/attention';
import type { Call } from '../../../shared/call/call';
import { callAgeMs } from './call-list';
import {
  heldRows,
  matching,
  neighbour,
  nextInNeed,
  orderCalls as orderBy,
  urgencyOf,
  type CallOrder,
} from './call-order';
import { ANSWERED, callAfter, callerSaid, toolCalled } from '../../../shared/call/call.fixture';

const ended = { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' } as const;
const old = callAfter(ANSWERED, 'old', 1000);
const young = callAfter(ANSWERED, 'young', 9000);
const needy = callAfter([...ANSWERED, toolCalled('t1')], 'needy', 5000);
const needier = callAfter([...ANSWERED, toolCalled('t1')], 'needier', 3000);
const busy = callAfter([...ANSWERED, toolCalled('t1', 'http')], 'busy', 4000);
const over = callAfter([...ANSWERED, toolCalled('t1'), ended], 'over', 100);
const overLater = callAfter([...ANSWERED, ended], 'overLater', 3000);

/** Before any of the calls has been silent for long. */
const NOW = 12_000;

function orderCalls(calls: readonly Call[]): CallOrder {
  return orderBy(calls, (call) => urgencyOf(call, NOW));
}

const order = orderCalls([young, over, needy, busy, old, overLater, needier]);

describe('orderCalls', () => {
  it('puts those that need a person first, then goes by age; the ended ones by their end', () => {
    expect(order.current.map((call) => call.id)).toEqual(['needier', 'needy', 'old', 'busy', 'young']);
    expect(order.ended.map((call) => call.id)).toEqual(['overLater', 'over']);
    expect(order.needsYou).toBe(2);
  });

  it('gives calls of the same age a fixed order', () => {
    const twins = ['b', 'a'].map((id) => callAfter(ANSWERED, id, 7));
    expect(orderCalls(twins).current.map((call) => call.id)).toEqual(['a', 'b']);
  });
});

describe('a call that is only silent', () => {
  it('stands behind those that need a person, and is counted apart', () => {
    const silent = callAfter(ANSWERED, 'silent', 0);
    const at = orderBy([young, silent, needy], (call) => urgencyOf(call, 16_000));
    expect(at.current.map(({ id }) => id)).toEqual(['needy', 'silent', 'young']);
    expect([at.needsYou, at.quiet]).toEqual([1, 1]);
    expect(nextInNeed(at, needy)?.id).toBe('silent');
  });
});

describe('rows under the pointer', () => {
  it('keep their place while others come, go and need somebody', () => {
    const held = ['old', 'young', 'over'];
    const late = callAfter(ANSWERED, 'late', 11_000);
    const now = orderCalls([needy, young, old, over, late]);
    expect(heldRows(held, now).map(({ id }) => id)).toEqual(['old', 'young', 'over', 'needy', 'late']);
  });
});

describe('matching', () => {
  const said = callAfter([...ANSWERED, ...callerSaid('c', 'I want to CANCEL order 17.')], 'said', 0);
  it.each([
    ['', 2],
    ['cancel', 1],
    ['+1 (212) 555', 2],
    ['17', 1],
    ['front', 2],
    ['nobody', 0],
  ])('%j finds %i', (text, count) => {
    expect(matching([said, old], text)).toHaveLength(count);
  });
});

describe('toolsWaiting', () => {
  it('knows only operator tools that are open, of calls that go on', () => {
    expect(toolsWaiting(needy)).toHaveLength(1);
    expect(toolsWaiting(busy)).toEqual([]);
    expect(toolsWaiting(over)).toEqual([]);
    const answered = callAfter([
      ...ANSWERED,
      toolCalled('t1'),
      { type: 'tool.answered', toolCallId: 'call_t1', by: 'operator', output: 'yes' },
    ]);
    expect(toolsWaiting(answered)).toEqual([]);
  });
});

describe('moving through the list', () => {
  it('goes on into the ended calls and stops at both ends', () => {
    expect(neighbour(order, young, 1)?.id).toBe('overLater');
    expect(neighbour(order, needier, -1)).toBeNull();
    expect(neighbour(order, over, 1)).toBeNull();
    expect(neighbour(order, null, 1)?.id).toBe('needier');
  });

  it('finds the next call in need, round the list', () => {
    expect(nextInNeed(order, needier)?.id).toBe('needy');
    expect(nextInNeed(order, needy)?.id).toBe('needier');
    expect(nextInNeed(order, over)?.id).toBe('needier');
    expect(nextInNeed(orderCalls([old]), old)).toBeNull();
  });
});

describe('callAgeMs', () => {
  it('runs while the call does, and never backwards', () => {
    expect(callAgeMs(old, 4000)).toBe(3000);
    expect(callAgeMs(old, 0)).toBe(0);
    expect(callAgeMs(over, 1_000_000)).toBe(4000);
  });
});
