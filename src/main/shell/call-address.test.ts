import { expect, it } from 'vitest';
import { callAddress } from './call-address';

it('names the call behind the hash, whatever its id', () => {
  expect(callAddress('app://console/', 'call_1')).toBe('app://console/#/live/call_1');
  expect(callAddress('http://localhost:5173', '../a#b')).toBe('http://localhost:5173/#/live/..%2Fa%23b');
});
