import { EventEmitter } from 'node:events';
import os from 'node:os';
import { expect, it } from 'vitest';
import { consoleAfter, ends, openDesk, rings } from './console.fixture';
import { addressesOf, keepAwake, nudgeOnResume, watchNetwork } from './sleep-and-network';

it('keeps the machine awake from the first call to the last', async () => {
  const desk = openDesk();
  const held: number[] = [];
  let ids = 0;
  const stop = keepAwake(desk, {
    start: () => held.push(++ids) && ids,
    stop: (id) => void held.splice(held.indexOf(id), 1),
  });
  expect(held).toEqual([]);
  desk.become(consoleAfter(rings('a')));
  await expect.poll(() => held).toEqual([1]);
  const looks = desk.looks();
  desk.become(consoleAfter(rings('a'), rings('b'), ends('a')));
  await expect.poll(() => desk.looks()).toBeGreaterThan(looks);
  expect(held).toEqual([1]);
  desk.become(consoleAfter(rings('a'), rings('b'), ends('a'), ends('b')));
  await expect.poll(() => held).toEqual([]);
  desk.become(consoleAfter(rings('c')));
  await expect.poll(() => held).toEqual([2]);
  stop();
  expect(held).toEqual([]);
});

it('nudges the tunnel when the machine wakes, until it is told to stop', () => {
  const power = new EventEmitter();
  const nudges: string[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const stop = nudgeOnResume(power, { nudge: (reason) => nudges.push(reason) }, log);
  power.emit('resume');
  expect(nudges).toEqual(['resumed']);
  stop();
  power.emit('resume');
  expect(nudges).toEqual(['resumed']);
});

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
