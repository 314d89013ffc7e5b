import { describe, expect, it } from 'vitest';
import type { GoLiveStep } from '../../shared/line/go-live-step';
import { goLiveProgress } from './go-live-steps';
import type { LineStatus } from './line-labels';
import { progressLabel } from './test/step-marks';

function status(state: LineStatus['state'], step: GoLiveStep | null, failed = false): LineStatus {
  const trouble = failed ? { of: 'unexpected' as const, sentence: 'No.', remedy: '', extra: '' } : null;
  return { state, step, trouble, since: null };
}

function states(of: LineStatus): string {
  const letters = { done: 'd', 'under way': 'u', failed: 'f', waiting: '.' };
  return goLiveProgress(of)
    .map(({ state }) => letters[state])
    .join('');
}

describe('goLiveProgress', () => {
  it.each([
    ['off', status('off', null), '.......'],
    ['beginning', status('going live', 'keys'), 'u......'],
    ['half way', status('going live', 'reachable'), 'dddu...'],
    ['failed half way', status('off', 'reachable', true), 'dddf...'],
    ['live', status('live', null), 'ddddddd'],
    ['live, then degraded', status('degraded', null, true), '.......'],
  ])('%s', (_name, of, shown) => {
    expect(states(of)).toBe(shown);
  });

  it('says which step it is for those who listen', () => {
    expect(progressLabel(goLiveProgress(status('going live', 'tunnel')))).toBe('Step 3 of 7: The tunnel is up');
    expect(progressLabel(goLiveProgress(status('live', null)))).toBe('');
  });
});
