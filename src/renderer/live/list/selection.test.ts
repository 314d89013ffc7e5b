import { describe, expect, it } from 'vitest';
import { isOfCalls } from './selection';

describe('isOfCalls', () => {
  it('holds for the addresses of this screen, so that nobody is taken back from another', () => {
    for (const path of ['/', '/live', '/live/', '/live/call_1']) expect(isOfCalls(path)).toBe(true);
    for (const path of ['/lines', '/settings', '/settings/reach', '/lively']) expect(isOfCalls(path)).toBe(false);
  });
});
