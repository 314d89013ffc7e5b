import { expect, it } from 'vitest';
import { withDot } from './tray-picture';

const SIDE = 16;
const pixel = (bitmap: Buffer, x: number, y: number): readonly number[] => [
  ...bitmap.subarray((y * SIDE + x) * 4, (y * SIDE + x) * 4 + 4),
];

it('puts a dot into the corner and leaves the rest, and the original, alone', () => {
  const plain = Buffer.alloc(SIDE * SIDE * 4, 7);
  const dotted = withDot(plain, 'ok');
  expect(pixel(dotted, 12, 12)).toEqual([0x5a, 0xa7, 0x3c, 0xff]);
  expect(pixel(dotted, 2, 2)).toEqual([7, 7, 7, 7]);
  expect(pixel(withDot(plain, 'attention'), 12, 12)).not.toEqual(pixel(dotted, 12, 12));
  expect(withDot(plain, 'off')).toEqual(plain);
  expect(plain.every((byte) => byte === 7)).toBe(true);
});
