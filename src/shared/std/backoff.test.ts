import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff';

const BOUNDS = { firstMs: 250, longestMs: 8000 };

describe('backoffMs', () => {
  it('doubles up to the longest delay, however often it failed', () => {
    const delays = [1, 2, 3, 5, 6, 7, 5000].map((failures) => backoffMs(BOUNDS, failures));
    expect(delays).toEqual([250, 500, 1000, 4000, 8000, 8000, 8000]);
  });

  it('is spread by a fifth either way', () => {
    expect([0, 1].map((random) => backoffMs(BOUNDS, 3, random))).toEqual([800, 1200]);
  });
});
