import { describe, expect, it } from 'vitest';
import { screenOf } from './screens';

describe('screenOf', () => {
  it.each([
    ['/live/call_1', 'live'],
    ['/lines', 'lines'],
    ['/settings/keys', 'settings'],
    ['/', 'live'],
  ] as const)('%s is %s', (path, screen) => {
    expect(screenOf(path)?.path).toBe(screen);
  });

  it('of an address that leads nowhere is none', () => {
    expect(screenOf('/linesman')).toBeNull();
  });
});
