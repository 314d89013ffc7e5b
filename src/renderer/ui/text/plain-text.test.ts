import { describe, expect, it } from 'vitest';
import { plainLine, plainText } from './plain-text';

describe('plainText', () => {
  it.each([
    ['a right-to-left override', 'pay \u202Exe.1A\u202C', 'pay \uFFFDxe.1A\uFFFD'],
    ['isolates and marks', '\u2066a\u2069\u200E\u200F\u061C', '\uFFFDa\uFFFD\uFFFD\uFFFD\uFFFD'],
    ['NUL, escape and C1 controls', 'a\u0000b\u001B[31mc\u0085', 'a\uFFFDb\uFFFD[31mc\uFFFD'],
    ['invisible tag characters', 'ok\u{E0069}\u{E0067}', 'ok\uFFFD\uFFFD'],
    ['a line separator', 'a\u2028b', 'a\uFFFDb'],
  ])('shows %s', (_name, text, shown) => {
    expect(plainText(text)).toBe(shown);
  });

  it.each(['שלום, מה שלומך?', 'مرحبا', '👩‍👩‍👧 ok', 'naïve café', 'tab\tand\nline'])('leaves %j as it is', (text) => {
    expect(plainText(text)).toBe(text);
  });

  it('leaves markup as the text that it is', () => {
    expect(plainText('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
  });

  it('puts a text on one line', () => {
    expect(plainLine('  a\r\n b\tc ')).toBe('a b c');
  });
});
