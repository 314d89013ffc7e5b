import os from 'node:os';
import { expect, it } from 'vitest';
import { addressesOf, watchNetwork } from './network-watch';

const face = (address: string, internal = false) => ({
  ...{ address, internal, netmask: '255.255.255.0', mac: '', cidr: null },
  family: 'IPv4' as const,
});

it('knows a network by its addresses towards others, in any order', () => {
  const there = { lo: [face('127.0.0.1', true)], b: [face('10.0.0.2')], a: [face('192.168.1.5'), face('fe80::1')] };
  expect(addressesOf(there)).toBe('a 192.168.1.5, b 10.0.0.2');
  expect(addressesOf({ lo: [face('127.0.0.1', true)] })).toBe('');
  expect(addressesOf(os.networkInterfaces())).toBe(addressesOf(os.networkInterfaces()));
});

it('tells of another network, and of one found again, but not of none', async () => {
  let looks = 0;
  const seen = ['a', 'a', 'b', '', '', 'b', 'b'];
  const changes: number[] = [];
  const stop = watchNetwork(
    () => seen[looks++] ?? 'b',
    () => changes.push(looks - 1),
    1,
  );
  await expect.poll(() => looks).toBeGreaterThan(seen.length);
  stop();
  expect(changes).toEqual([2, 5]);
});
