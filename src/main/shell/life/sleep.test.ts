import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { consoleAfter, ends, openDesk, rings } from './console.fixture';
import { keepAwake, nudgeOnResume } from './sleep';

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
