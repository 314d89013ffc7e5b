import { describe, expect, it } from 'vitest';
import { Acknowledger } from './acknowledger';

const noPause = () => Promise.resolve();

describe('Acknowledger', () => {
  it('has one word on its way at a time, and then says the latest', async () => {
    const sent: number[] = [];
    const arrivals: (() => void)[] = [];
    const acknowledger = new Acknowledger((batch) => {
      sent.push(batch);
      return new Promise((resolve) => arrivals.push(resolve));
    }, noPause);
    for (let batch = 1; batch <= 50; batch++) acknowledger.read(batch);
    expect(sent).toEqual([1]);
    arrivals.shift()?.();
    await expect.poll(() => sent).toEqual([1, 50]);
  });

  it.each([
    ['a moment between two words about many messages', 9, 10],
    ['more between two words about a few', 2, 200],
  ])('lets pass %s', async (_what, read, pauseMs) => {
    const sent: number[] = [];
    let waiting: { readonly ms: number; readonly pass: () => void } | undefined;
    let passedMs = 0;
    const pause = (ms: number) => new Promise<void>((pass) => (waiting = { ms, pass }));
    const acknowledger = new Acknowledger(async (batch) => void sent.push(batch), pause);
    acknowledger.read(1);
    acknowledger.read(read);
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

  it('survives a line that is gone', async () => {
    const tried: number[] = [];
    const acknowledger = new Acknowledger((batch) => {
      tried.push(batch);
      return Promise.reject(new Error('gone'));
    }, noPause);
    acknowledger.read(1);
    await expect
      .poll(() => {
        acknowledger.read(2);
        return tried;
      })
      .toEqual([1, 2]);
  });
});
