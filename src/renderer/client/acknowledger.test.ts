import { describe, expect, it } from 'vitest';
import { EMPTY_CONSOLE } from '../../shared/call/console';
import type { FeedMessage } from '../../shared/contract/contract';
import { Acknowledger } from './acknowledger';
import { snapshotMessages } from './console.fixture';

const levels = (batch: number) => ({ type: 'levels', batch, levels: '' }) as const;
const snapshot = (batch: number): FeedMessage[] => snapshotMessages(EMPTY_CONSOLE).map((part) => ({ ...part, batch }));
const noPause = () => Promise.resolve();

describe('Acknowledger', () => {
  it('has one word on its way at a time, and then says the latest', async () => {
    const sent: number[] = [];
    const arrivals: (() => void)[] = [];
    const acknowledger = new Acknowledger((batch) => {
      sent.push(batch);
      return new Promise((resolve) => arrivals.push(resolve));
    }, noPause);
    for (let batch = 1; batch <= 50; batch++) acknowledger.read(levels(batch));
    expect(sent).toEqual([1]);
    arrivals.shift()?.();
    await expect.poll(() => sent).toEqual([1, 50]);
  });

  it.each([
    ['a moment between two words about many messages', 9, 10],
    ['much more between two words about a few', 2, 1010],
  ])('lets pass %s', async (_what, read, pauseMs) => {
    const sent: number[] = [];
    let waiting: { readonly ms: number; readonly pass: () => void } | undefined;
    let passedMs = 0;
    const pause = (ms: number) => new Promise<void>((pass) => (waiting = { ms, pass }));
    const acknowledger = new Acknowledger(async (batch) => void sent.push(batch), pause);
    for (let batch = 1; batch <= read; batch++) acknowledger.read(levels(batch));
    await expect
      .poll(() => {
        if (sent.length === 1 && waiting !== undefined) {
          passedMs += waiting.ms;
          waiting.pass();
          waiting = undefined;
        }
        return sent;
      })
      .toEqual([1, read]);
    expect(passedMs).toBe(pauseMs);
  });

  it('does not wait for the pause when much was read meanwhile', async () => {
    const sent: number[] = [];
    const pause = (ms: number) => (ms > 10 ? new Promise<void>(() => undefined) : Promise.resolve());
    const acknowledger = new Acknowledger(async (batch) => void sent.push(batch), pause);
    acknowledger.read(levels(1));
    await expect.poll(() => sent).toEqual([1]);
    for (let batch = 2; batch <= 8; batch++) acknowledger.read(levels(batch));
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve));
    expect(sent).toEqual([1]);
    acknowledger.read(levels(9));
    await expect.poll(() => sent).toEqual([1, 9]);
    for (const part of snapshot(10)) acknowledger.read(part);
    await expect.poll(() => sent).toEqual([1, 9, 10]);
  });

  it('survives a line that is gone', async () => {
    const tried: number[] = [];
    const acknowledger = new Acknowledger((batch) => {
      tried.push(batch);
      return Promise.reject(new Error('gone'));
    }, noPause);
    acknowledger.read(levels(1));
    await expect
      .poll(() => {
        acknowledger.read(levels(2));
        return tried;
      })
      .toEqual([1, 2]);
  });
});
