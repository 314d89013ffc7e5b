import { describe, expect, it } from 'vitest';
import type { ConsoleState } from '../../../shared/call/console';
import { planUse } from './plan-use-notice';

const NOW = Date.UTC(2026, 10, 23);
const HOUR_MS = 3_600_000;
const FREE = { kind: 'ngrok', state: 'ok', publicUrl: 'https://calm-otter.ngrok-free.app/', since: 0 } as const;

function after(hours: number, tunnel: ConsoleState['tunnel'] = FREE) {
  return planUse({ tunnel, tunnelUse: { month: '2026-11', callMs: hours * HOUR_MS, calls: 3, since: 0 } }, NOW);
}

describe('what is used of ngrok’s free plan', () => {
  it('is told before it is used up, with what to do', () => {
    expect(after(1)).toMatchObject({ state: 'plenty', sentence: expect.stringContaining('0.09 GB') as string });
    expect(after(10)).toMatchObject({ state: 'nearly', remedy: expect.stringContaining('your own') as string });
    expect(after(12)).toMatchObject({ state: 'used-up', sentence: expect.stringContaining('1.07 GB') as string });
  });

  it('is nothing to somebody who has another plan, or no ngrok at all', () => {
    expect(after(12, { ...FREE, publicUrl: 'https://desk.example.com/' })).toBeNull();
    expect(after(12, { ...FREE, kind: 'own-url' })).toBeNull();
    expect(after(12, null)).toBeNull();
  });
});
