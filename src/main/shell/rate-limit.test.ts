import { expect, it } from 'vitest';
import { RateLimit } from './rate-limit';

it('lets three a minute pass and no more', () => {
  const limit = new RateLimit(3, 60_000);
  expect([0, 10, 20, 30].map((ms) => limit.mayPass(ms))).toEqual([true, true, true, false]);
  expect(limit.mayPass(59_999)).toBe(false);
  expect(limit.mayPass(60_000)).toBe(true);
  expect(limit.mayPass(60_005)).toBe(false);
});
