import { describe, expect, it } from 'vitest';
import { needsApproval, type ConditionTest } from './approval';

function asks(test: ConditionTest, value: string, args: unknown): boolean {
  return needsApproval(
    { when: 'matching', waitMs: 60_000, conditions: [{ argument: 'order.amount', test, value }] },
    args,
  );
}
const of = (amount: unknown): unknown => ({ order: { amount } });

describe('needsApproval', () => {
  it('is never for a tool without a policy and always for one that says so', () => {
    expect(needsApproval(undefined, of(1e9))).toBe(false);
    expect(needsApproval({ when: 'always', waitMs: 60_000 }, {})).toBe(true);
  });

  it.each<[ConditionTest, string, unknown, boolean]>([
    ['more-than', '50', 50.01, true],
    ['more-than', '50', 50, false],
    ['more-than', '50', '60', true],
    ['less-than', '5', 4, true],
    ['less-than', '5', 5, false],
    ['is', 'Refund', 'refund', true],
    ['is', 'refund', 'exchange', false],
    ['is-not', 'eur', 'EUR', false],
    ['is-not', 'eur', 'usd', true],
    ['contains', 'vip', 'a VIP caller', true],
    ['contains', 'vip', 'a caller', false],
    ['is-there', '', 0, true],
    ['is-there', '', null, false],
  ])('%s %s of %j: %s', (test, value, amount, expected) => {
    expect(asks(test, value, of(amount))).toBe(expected);
  });

  it('asks where a number is compared with what is none', () => {
    for (const args of [{}, null, of('much'), of(null), of(''), of([60]), of({}), of('1e999x')]) {
      expect(asks('more-than', '50', args)).toBe(true);
      expect(asks('less-than', '50', args)).toBe(true);
    }
    expect(asks('more-than', 'lots', of(1))).toBe(true);
  });

  it('sees nothing that arguments only inherit', () => {
    const args: unknown = JSON.parse('{"__proto__":{"order":{"amount":1}}}');
    expect(asks('is-there', '', args)).toBe(false);
    expect(
      needsApproval(
        { when: 'matching', waitMs: 60_000, conditions: [{ argument: 'constructor', test: 'is-there', value: '' }] },
        {},
      ),
    ).toBe(false);
  });

  it('asks when any of several conditions holds', () => {
    const conditions = [
      { argument: 'amount', test: 'more-than', value: '100' },
      { argument: 'reason', test: 'is', value: 'other' },
    ] as const;
    const approval = { when: 'matching', waitMs: 60_000, conditions } as const;
    expect(needsApproval(approval, { amount: 1, reason: 'damaged' })).toBe(false);
    expect(needsApproval(approval, { amount: 1, reason: 'other' })).toBe(true);
  });
});
