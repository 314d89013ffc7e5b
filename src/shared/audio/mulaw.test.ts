import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loudness, MULAW_SILENCE_BYTE, mulawOf, mulawRms, mulawToLinear } from './mulaw';

describe('µ-law', () => {
  it('expands as G.711 says: silence, the ends of the scale, and a step in between', () => {
    expect(mulawToLinear(MULAW_SILENCE_BYTE)).toBe(0);
    expect(mulawToLinear(0x7f)).toBe(0);
    expect(mulawToLinear(0x00)).toBe(-32_124);
    expect(mulawToLinear(0x80)).toBe(32_124);
    expect(mulawToLinear(0xef)).toBe(132);
  });

  it('is odd and falls with its code', () => {
    for (let code = 0; code < 0x80; code += 1) expect(mulawToLinear(code)).toBe(0 - mulawToLinear(code | 0x80));
    for (let code = 0x81; code <= 0xff; code += 1) expect(mulawToLinear(code)).toBeLessThan(mulawToLinear(code - 1));
  });

  it('finds the nearest code, and the same one again', () => {
    for (let code = 0; code <= 0xff; code++) expect(mulawOf(mulawToLinear(code))).toBe(code === 0x7f ? 0xff : code);
    fc.assert(
      fc.property(fc.double({ min: -40_000, max: 40_000, noNaN: true }), (sample) => {
        const error = Math.abs(mulawToLinear(mulawOf(sample)) - Math.max(-32_124, Math.min(32_124, sample)));
        expect(error).toBeLessThanOrEqual(Math.max(8, Math.abs(sample) / 16));
      }),
    );
  });

  it('measures loudness between silence and full scale, over a part when asked', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (bytes) => {
        const rms = mulawRms(bytes);
        expect(rms).toBeGreaterThanOrEqual(0);
        expect(rms).toBeLessThanOrEqual(1);
        expect(loudness(rms)).toBeGreaterThanOrEqual(0);
        expect(loudness(rms)).toBeLessThanOrEqual(1);
      }),
    );
    const half = Uint8Array.from([0xff, 0xff, 0x80, 0x00]);
    expect(mulawRms(half, 0, 2)).toBe(0);
    expect(mulawRms(half, 2, 4)).toBeGreaterThan(0.9);
    expect(mulawRms(half, 3, 3)).toBe(0);
    expect(loudness(1)).toBe(1);
    expect(loudness(0)).toBe(0);
  });
});
