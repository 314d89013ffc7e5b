import { describe, expect, it } from 'vitest';
import { callAddress, callIdOf, isOfCalls } from './call-route';

describe('isOfCalls', () => {
  it('holds for the addresses of this screen, so that nobody is taken back from another', () => {
    for (const path of ['/', '/live', '/live/', '/live/call_1']) expect(isOfCalls(path)).toBe(true);
    for (const path of ['/lines', '/settings', '/settings/reach', '/lively']) expect(isOfCalls(path)).toBe(false);
  });
});

describe('the address of a call', () => {
  it.each(['call_1', 'a/b', 'ö %'])('leads back to %j', (callId) => {
    expect(callIdOf(callAddress(callId))).toBe(callId);
  });

  it.each(['/', '/live', '/live/', '/lines/call_1', '/live/%E0%A4%A'])('is not %j', (address) => {
    expect(callIdOf(address)).toBe('');
  });
});
