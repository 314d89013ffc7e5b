import { describe, expect, it } from 'vitest';
import { formatLasted, formatLatency, formatOffset, formatTimer, formatTook, formatUsd } from './format';

describe('times', () => {
  it.each([
    [-5, '00:00'],
    [999, '00:00'],
    [134_000, '02:14'],
    [3_734_999, '1:02:14'],
  ])('shows a timer of %d ms as %s', (ms, shown) => {
    expect(formatTimer(ms)).toBe(shown);
  });

  it.each([
    [7_000, '0:07'],
    [754_000, '12:34'],
    [3_600_000, '1:00:00'],
  ])('shows a moment at %d ms as %s', (ms, shown) => {
    expect(formatOffset(ms)).toBe(shown);
  });

  it.each([
    [-5, '<1 min'],
    [59_999, '<1 min'],
    [60_000, '1 min'],
    [3_599_999, '59 min'],
    [3_600_000, '1 h'],
    [172_799_999, '47 h'],
    [172_800_000, '2 d'],
  ])('shows that %d ms lasted %s', (ms, shown) => {
    expect(formatLasted(ms)).toBe(shown);
  });

  it.each([
    [0, '0 ms'],
    [639.6, '640 ms'],
    [999.4, '999 ms'],
    [999.5, '1.0 s'],
    [1_940, '1.9 s'],
  ])('shows a latency of %d ms as %s', (ms, shown) => {
    expect(formatLatency(ms)).toBe(shown);
  });

  it.each([
    [-1, '<0.1 s'],
    [50, '0.1 s'],
    [412, '0.4 s'],
    [59_949, '59.9 s'],
    [65_000, '1:05'],
  ])('shows that work took %d ms as %s', (ms, shown) => {
    expect(formatTook(ms)).toBe(shown);
  });
});

describe('money', () => {
  it.each([
    [0, '$0.00'],
    [0.004, '<$0.01'],
    [0.005, '$0.01'],
    [0.12, '$0.12'],
    [12.345, '$12.35'],
  ])('shows %d as %s', (usd, shown) => {
    expect(formatUsd(usd)).toBe(shown);
  });
});
