import { expect, it } from 'vitest';
import { CrashLimit } from './crash-limit';

it('reloads three times a minute and no more', () => {
  const limit = new CrashLimit();
  expect([0, 10, 20, 30].map((ms) => limit.mayReload(ms))).toEqual([true, true, true, false]);
  expect(limit.mayReload(59_999)).toBe(false);
  expect(limit.mayReload(60_000)).toBe(true);
  expect(limit.mayReload(60_005)).toBe(false);
});
