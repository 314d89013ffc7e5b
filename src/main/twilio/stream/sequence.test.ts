import { describe, expect, it } from 'vitest';
import { Sequence } from './sequence';

describe('Sequence', () => {
  it('counts what is missing, late and doubled, and drops only a true double', () => {
    const sequence = new Sequence();
    sequence.note(1);
    expect(sequence.isDoubled(2, 1)).toBe(false);
    expect(sequence.isDoubled(2, 1)).toBe(true);
    expect(sequence.isDoubled(6, 2)).toBe(false);
    expect(sequence.isDoubled(4, 3)).toBe(false);
    expect(sequence).toMatchObject({ missing: 3, late: 1, doubled: 1 });
  });

  it('drops nothing of a carrier that counts in its own way', () => {
    const sequence = new Sequence();
    expect([1, 2, 3, 4].some((chunk) => sequence.isDoubled(1, chunk))).toBe(false);
  });
});
