import { expect, it } from 'vitest';
import { Changes } from './tunnel-way';

it('every listener hears every change in its order, those made by a listener included', () => {
  const changes = new Changes(0);
  const heard: string[] = [];
  changes.onChange((value) => {
    heard.push(`first ${value}`);
    if (value === 1) changes.set(2);
  });
  changes.onChange((value) => heard.push(`second ${value}`));
  changes.set(1);
  expect(heard).toEqual(['first 1', 'second 1', 'first 2', 'second 2']);
  expect(changes.get()).toBe(2);
});

it('who left hears no more', () => {
  const changes = new Changes(0);
  const heard: number[] = [];
  const leave = changes.onChange((value) => heard.push(value));
  changes.set(1);
  leave();
  leave();
  changes.set(2);
  expect(heard).toEqual([1]);
});
