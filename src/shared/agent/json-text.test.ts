import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonText } from './json-text';

function fault(text: string): string {
  const read = readJsonText(text);
  return read.ok ? 'taken' : `${String(read.fault.line)}:${String(read.fault.column)} ${read.fault.sentence}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('readJsonText', () => {
  it('reads what JSON.stringify writes, however it is indented', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(!text.includes('"__proto__"'));
        expect(readJsonText(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
      }),
    );
  });

  it('takes nothing that JSON.parse refuses', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b',
      '1',
      '-',
      '01',
      '1e',
      'true',
      'nul',
      ' ',
      '\n',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        if (readJsonText(text).ok) expect(isJson(text)).toBe(true);
        else if (isJson(text)) expect(fault(text)).toMatch(/twice|__proto__|levels/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['', '1:1 The text ends too early.'],
    ['{\n  "a": 1,\n}', '3:1 A key was expected after the comma.'],
    ['[1,]', '1:4 A value was expected after the comma.'],
    ['{"a" 1}', '1:6 A colon was expected here.'],
    ['{"a":1 "b":2}', '1:8 A comma or } was expected here.'],
    ["{'a':1}", '1:2 A key in quotes was expected here.'],
    ['{"a":1} x', '1:9 Nothing may follow the end of the JSON value.'],
    ['{"a":1,\n "a":2}', '2:2 The key "a" is given twice.'],
    ['{"a":1,"\\u0061":2}', '1:8 The key "a" is given twice.'],
    ['{"__proto__":{}}', '1:2 The key "__proto__" is not allowed.'],
    ['"a\nb"', '1:1 This text in quotes does not end, or holds what JSON does not allow.'],
    ['[01]', '1:3 A comma or ] was expected here.'],
    ['NaN', '1:1 A value was expected here.'],
    ['[1, // one\n2]', '1:5 A value was expected here.'],
    ['['.repeat(60), '1:50 Nested more than 48 levels deep.'],
  ])('says of %j what is wrong and where', (text, said) => {
    expect(fault(text)).toBe(said);
  });

  it('survives a megabyte of brackets, and one of text', () => {
    expect(fault('['.repeat(1_000_000))).toMatch(/^1:50 /);
    expect(fault(`"${'x'.repeat(1_000_000)}"`)).toBe('taken');
    expect(fault(`"${'\\n'.repeat(500_000)}"`)).toBe('taken');
  });

  it('does not mind the mark that some editors put in front', () => {
    expect(readJsonText('\uFEFF{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
  });
});
