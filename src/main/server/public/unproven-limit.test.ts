import { describe, expect, it } from 'vitest';
import { UnprovenLimit } from './unproven-limit';

describe('UnprovenLimit', () => {
  it('puts out the one who waited longest, and nobody who left', () => {
    const out: string[] = [];
    const limit = new UnprovenLimit<string>(2, (item) => out.push(item));
    limit.enter('a');
    limit.enter('b');
    limit.leave('a');
    limit.leave('a');
    limit.enter('c');
    expect(out).toEqual([]);
    limit.enter('d');
    limit.enter('e');
    expect(out).toEqual(['b', 'c']);
  });
});
