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

  it('lets time pass between two words', async () => {
    const sent: number[] = [];
    let pass: () => void = () => undefined;
    const pause = () => new Promise<void>((resolve) => (pass = resolve));
    const acknowledger = new Acknowledger(async (batch) => void sent.push(batch), pause);
    acknowledger.read(1);
    acknowledger.read(2);
    await Promise.resolve();
    expect(sent).toEqual([1]);
    pass();
    await expect.poll(() => sent).toEqual([1, 2]);
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
