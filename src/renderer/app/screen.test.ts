import { describe, expect, it } from 'vitest';
import { screenOf } from './screen';

describe('screenOf', () => {
  it.each([
    ['/live/call_1', 'live'],
    ['/lines', 'lines'],
    ['/settings/keys', 'settings'],
    ['/', 'live'],
    ['/linesman', 'live'],
  ] as const)('%s is %s', (path, screen) => {
    expect(screenOf(path)).toBe(screen);
  });
});
