import { describe, expect, it } from 'vitest';
import { Semaphore } from './directory';

describe('a semaphore', () => {
  it('lets so many through at once, in order, failures included', async () => {
    const semaphore = new Semaphore(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const work = (n: number): Promise<number> =>
      semaphore.run(async () => {
        begun.push(n);
        await new Promise<void>((resolve) => (ends[n] = resolve));
        if (n === 1) throw new Error('one');
        return n;
      });
    const settled = Promise.allSettled([0, 1, 2, 3].map(work));
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    await turn();
    expect(begun).toEqual([0, 1]);
    ends[1]?.();
    await turn();
    expect(begun).toEqual([0, 1, 2]);
    ends[0]?.();
    ends[2]?.();
    await turn();
    ends[3]?.();
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });
});
