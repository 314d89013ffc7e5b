import { describe, expect, it } from 'vitest';
import { EMPTY_CONSOLE } from '../../shared/call/console';
import { RANG, recorded, stateAfter } from '../client/console.fixture';
import { deskLimitWords } from './desk-limit-banner';

const NOON = Date.UTC(2026, 10, 30, 12);

describe('the banner of the desk’s limits', () => {
  it('says that there are as many calls as there may be, practice and past calls apart', () => {
    const calls = [
      ...recorded('one', [RANG], 1),
      ...recorded('two', [{ ...RANG, practice: true }], 2),
      ...recorded('three', [RANG, { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' }], 3),
    ];
    expect(deskLimitWords({ calls: 2, spendUsd: null }, stateAfter(calls), NOON)).toBeNull();
    expect(deskLimitWords({ calls: 1, spendUsd: null }, stateAfter(calls), NOON)).toContain('as many calls');
  });

  it('says that the day has cost what it may, until the day is over', () => {
    const spent = { ...EMPTY_CONSOLE, spentUsd: 20.4, spentOn: '2026-11-30' };
    const limits = { calls: 250, spendUsd: 20 };
    expect(deskLimitWords(limits, spent, NOON)).toMatch(/Today has cost \$20\.00.*until midnight, UTC/);
    expect(deskLimitWords(limits, spent, NOON + 43_200_000)).toBeNull();
    expect(deskLimitWords({ ...limits, spendUsd: null }, spent, NOON)).toBeNull();
  });
});
