import { describe, expect, it } from 'vitest';
import { LINE_TEST_PROBLEMS } from '../../../shared/line/line-test';
import type { LineTest } from '../../stores/lines-store';
import { failedBy, lineTestProgress, lineTestRefusal } from './line-test-view';

function states(lineTest: LineTest): string {
  const letters = { done: 'd', 'under way': 'u', failed: 'f', waiting: '.' };
  return lineTestProgress(lineTest)
    .map(({ state }) => letters[state])
    .join('');
}

const unsigned = { of: 'line-test', problem: 'webhook-unsigned', code: 'HTTP 403' } as const;

describe('a test of a line', () => {
  it.each<[string, LineTest, string]>([
    ['beginning', { state: 'under way', step: 'number' }, 'u.....'],
    ['half way', { state: 'under way', step: 'stream' }, 'dddu..'],
    ['failed', { state: 'failed', step: 'webhook', failure: unsigned }, 'ddf...'],
    ['passed', { state: 'passed', roundTripMs: 80 }, 'dddddd'],
  ])('%s', (_name, lineTest, shown) => {
    expect(states(lineTest)).toBe(shown);
  });

  it('says of each failure what happened and what to do', () => {
    for (const problem of LINE_TEST_PROBLEMS) {
      const words = lineTestRefusal({ state: 'failed', step: 'number', failure: { of: 'line-test', problem } });
      expect(words.sentence).toMatch(/\.$/);
      expect(words.remedy).toMatch(/\.$/);
    }
    const { notes } = lineTestRefusal({ state: 'failed', step: 'webhook', failure: unsigned });
    expect(notes).toEqual(['Code: HTTP 403.']);
    const failure = { of: 'model', outcome: 'no-quota', model: 'm' } as const;
    expect(lineTestRefusal({ state: 'failed', step: 'model', failure }).remedy).toContain('Billing');
    expect(lineTestRefusal({ state: 'failed', step: 'model', failure: 'not-reached' }).remedy).toContain('Try again');
  });

  it('is the same as what the line says of itself, or not', () => {
    const failure = { of: 'line', problem: 'public-timed-out' } as const;
    expect(failedBy({ state: 'failed', step: 'reachable', failure }, 'public-timed-out')).toBe(true);
    expect(failedBy({ state: 'failed', step: 'reachable', failure }, 'no-keys')).toBe(false);
    expect(failedBy({ state: 'failed', step: 'webhook', failure: unsigned }, 'public-timed-out')).toBe(false);
    expect(failedBy(undefined, 'public-timed-out')).toBe(false);
  });
});
