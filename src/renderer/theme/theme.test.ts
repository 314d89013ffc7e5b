import { describe, expect, it } from 'vitest';
import { DARK, LIGHT, type Tokens } from './theme';

const SURFACES = ['bg', 'panel', 'raised', 'selected', 'hover'] as const;
const TEXTS = ['text', 'dim', 'quiet', 'accent', 'green', 'amber', 'red'] as const;

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function weak(tokens: Tokens): readonly string[] {
  const pairs: [string, string, string][] = [
    ['onAccent on accent', tokens.onAccent, tokens.accent],
    ['onAccent on accentHover', tokens.onAccent, tokens.accentHover],
    ['onRed on redFill', tokens.onRed, tokens.redFill],
    ['onRed on redFillHover', tokens.onRed, tokens.redFillHover],
    ['amber on amberTint', tokens.amber, tokens.amberTint],
  ];
  for (const surface of SURFACES) {
    for (const text of TEXTS) pairs.push([`${text} on ${surface}`, tokens[text], tokens[surface]]);
  }
  return pairs.filter(([, text, surface]) => contrast(text, surface) < 4.5).map(([name]) => name);
}

describe('tokens', () => {
  it('knows black on white as 21:1', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  });

  it.each([
    ['dark', DARK],
    ['light', LIGHT],
  ])('gives every text of the %s scheme 4.5:1 on every surface', (_name, tokens) => {
    expect(weak(tokens)).toEqual([]);
  });
});
