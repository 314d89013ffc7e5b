import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownPath, parseForm, RefusedRequest, streamToken } from './public-requests';

describe('parseForm', () => {
  it('reads back whatever a carrier wrote', () => {
    const fields = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(fields, (written) => {
        const read = parseForm(new URLSearchParams(Object.entries(written)).toString());
        expect({ ...read }).toEqual({ ...written });
      }),
    );
  });

  it('refuses a key that comes twice, under whatever escape', () => {
    for (const text of ['From=1&From=1', 'From=1&To=2&From=', 'From=1&%46rom=2', '__proto__=1&__proto__=2', '=&=']) {
      expect(() => parseForm(text)).toThrow(RefusedRequest);
    }
    expect(Object.keys(parseForm('toString=1&__proto__=2'))).toEqual(['toString', '__proto__']);
  });
});

describe('ownPath', () => {
  const path = (raw: string, base: string) => ownPath(raw, new URL(base));

  it('takes our own prefix off, whole and once', () => {
    expect(path('/twiml', 'https://h')).toBe('/twiml');
    expect(path('/a/b/twiml', 'https://h/a/b/')).toBe('/twiml');
    expect(path('/twiml', 'https://h/a/b')).toBe('/twiml');
    expect(path('/a/b/a/b/twiml', 'https://h/a/b')).toBe('/a/b/twiml');
    expect(path('/a/bc/twiml', 'https://h/a/b')).toBe('/a/bc/twiml');
    expect(path('/a/b', 'https://h/a/b')).toBe('/a/b');
    expect(ownPath('/twiml', undefined)).toBe('/twiml');
    expect(ownPath(undefined, undefined)).toBe('');
  });
});

describe('streamToken', () => {
  it('takes 43 characters after /call/ and nothing else', () => {
    const token = 'Ab_-5'.repeat(9).slice(0, 43);
    expect(streamToken(`/call/${token}`)).toBe(token);
    expect(streamToken(`/call/${token}/`)).toBe(token);
    for (const path of [
      `/call/${token}A`,
      `/call/${token}?a`,
      `/call/${token}//`,
      `/x/call/${token}`,
      '/call/',
      `/call/${token}%`,
    ]) {
      expect(streamToken(path)).toBeUndefined();
    }
  });
});
