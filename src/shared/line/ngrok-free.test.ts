import { describe, expect, it } from 'vitest';
import { freeShare, isFreeNgrok, monthOf } from './ngrok-free';

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 10, 23);

describe('ngrok’s free plan', () => {
  it('is known by its domains', () => {
    expect(isFreeNgrok('https://desk.ngrok-free.app/')).toBe(true);
    expect(isFreeNgrok('https://desk.ngrok-free.dev')).toBe(true);
    for (const other of [undefined, '', 'https://desk.ngrok.app', 'https://ngrok-free.app.example.com', 'nonsense']) {
      expect(isFreeNgrok(other)).toBe(false);
    }
  });

  it('carries about eleven hours of calls a month', () => {
    const after = (hours: number) => freeShare({ month: monthOf(NOW), callMs: hours * HOUR_MS }, NOW);
    expect(after(0)).toEqual({ bytes: 0, share: 0, state: 'plenty' });
    expect(after(8).state).toBe('plenty');
    expect(after(9)).toMatchObject({ bytes: 801_000_000, state: 'nearly' });
    expect(after(11).state).toBe('nearly');
    expect(after(12).state).toBe('used-up');
  });

  it('begins anew each month', () => {
    expect(freeShare({ month: '2026-10', callMs: 20 * HOUR_MS }, NOW).bytes).toBe(0);
    expect(freeShare(null, NOW).bytes).toBe(0);
  });
});
