import { describe, expect, it } from 'vitest';
import { REHEARSAL_PROBLEMS } from '../../../shared/line/rehearsal';
import type { Rehearsal } from '../../stores/lines-store';
import { failedBy, rehearsalProgress, rehearsalRefusal } from './rehearsal-view';

function states(rehearsal: Rehearsal): string {
  const letters = { done: 'd', 'under way': 'u', failed: 'f', waiting: '.' };
  return rehearsalProgress(rehearsal)
    .map(({ state }) => letters[state])
    .join('');
}

const unsigned = { of: 'rehearsal', problem: 'webhook-unsigned', code: 'HTTP 403' } as const;

describe('a test of a line', () => {
  it.each<[string, Rehearsal, string]>([
    ['beginning', { state: 'under way', step: 'number' }, 'u.....'],
    ['half way', { state: 'under way', step: 'stream' }, 'dddu..'],
    ['failed', { state: 'failed', step: 'webhook', failure: unsigned }, 'ddf...'],
    ['passed', { state: 'passed', roundTripMs: 80 }, 'dddddd'],
  ])('%s', (_name, rehearsal, shown) => {
    expect(states(rehearsal)).toBe(shown);
  });

  it('says of each failure what happened and what to do', () => {
    for (const problem of REHEARSAL_PROBLEMS) {
      const words = rehearsalRefusal({ state: 'failed', step: 'number', failure: { of: 'rehearsal', problem } });
      expect(words.sentence).toMatch(/\.$/);
      expect(words.remedy).toMatch(/\.$/);
    }
    const { notes } = rehearsalRefusal({ state: 'failed', step: 'webhook', failure: unsigned });
    expect(notes).toEqual(['Code: HTTP 403.']);
    const failure = { of: 'model', outcome: 'no-quota', model: 'm' } as const;
    expect(rehearsalRefusal({ state: 'failed', step: 'model', failure }).remedy).toContain('Billing');
    expect(rehearsalRefusal({ state: 'failed', step: 'model', failure: 'not-reached' }).remedy).toContain('Try again');
  });

  it('is the same as what the line says of itself, or not', () => {
    const failure = { of: 'line', problem: 'public-timed-out' } as const;
    expect(failedBy({ state: 'failed', step: 'reachable', failure }, 'public-timed-out')).toBe(true);
    expect(failedBy({ state: 'failed', step: 'reachable', failure }, 'no-keys')).toBe(false);
    expect(failedBy({ state: 'failed', step: 'webhook', failure: unsigned }, 'public-timed-out')).toBe(false);
    expect(failedBy(undefined, 'public-timed-out')).toBe(false);
  });
});
