import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createArgumentCheck, schemaFault } from './argument-check';
import { SafePatterns } from './safe-patterns';

/** Bound in ms between a check that ends and one that stalls, which would take years. */
const STALLED_MS = 60_000;

const check = createArgumentCheck();
const ORDER = {
  type: 'object',
  properties: { id: { type: 'string', pattern: '^[A-Z]\\d{2}$' }, amount: { type: 'number', minimum: 0 } },
  required: ['id'],
  additionalProperties: false,
};

describe('arguments of a tool call', () => {
  it('fit, or are told where they do not', () => {
    expect(check(ORDER, '{"id":"A17","amount":3}')).toBeUndefined();
    expect(check(ORDER, '{"amount":3}')).toContain("required property 'id'");
    expect(check(ORDER, '{"id":"A17","amount":-1}')).toContain('amount must be >= 0');
    expect(check(ORDER, '{"id":"seventeen"}')).toContain('id must match pattern');
    expect(check(ORDER, '{"id":"A17","admin":true}')).toContain('additional properties: admin');
  });

  it.each(['', '[]', 'null', '7', '"A17"', '{"id":'])('are a JSON object: not %s', (args) => {
    expect(check(ORDER, args)).toBe('The arguments are not a JSON object');
  });

  it.each(['9007199254740993', '-90071992547409931e1', '1e400', '1e-400', '12345678901234567890.0'])(
    'hold no number that would reach the tool as another one: %s',
    (number) => {
      expect(check({}, `{"id":[${number}]}`)).toContain(`The number ${number} cannot be passed on as it is`);
      expect(check({}, `{"id":"${number}","\\"${number}":"\\\\"}`)).toBeUndefined();
    },
  );

  it.each(['9007199254740991', '1e20', '100000000000000000000', '-0', '0.1', '52.520008000000001', '0e9', '1.5E3'])(
    'may hold a number that stays what it is: %s',
    (number) => {
      expect(check({}, `{"id":${number}}`)).toBeUndefined();
    },
  );

  it('may be anything where a tool says nothing of them', () => {
    expect(check({}, '{"a":[1,{"b":null}]}')).toBeUndefined();
  });

  it('are not checked against a schema that has no end, or too many parts', () => {
    const endless = { properties: { a: { allOf: [{ $ref: '#/properties/a' }] } } };
    expect(check(endless, '{"a":1}')).toBe('The parameters of this tool are no valid JSON Schema');
    expect(schemaFault(endless)).toContain('Refers to itself');
  });

  it.each([{ type: 'nonsense' }, { $ref: 'https://evil.example/x.json' }, { properties: 7 }])(
    'fit no schema that is none: %j',
    (schema) => {
      expect(check(schema, '{}')).toBe('The parameters of this tool are no valid JSON Schema');
      expect(schemaFault(schema)).toEqual(expect.any(String));
    },
  );

  it('are checked against schemas of any dialect, of two tools under one name too', () => {
    const one = { $id: 'same', $schema: 'http://json-schema.org/draft-07/schema#', required: ['a'] };
    const other = { $id: 'same', required: ['b'], 'x-vendor': 1, properties: { c: { format: 'made-up' } } };
    expect(check(one, '{"a":1}')).toBeUndefined();
    expect(check(other, '{"a":1}')).toContain('b');
    expect(schemaFault(one)).toBeUndefined();
  });

  it('cannot stall the check, whatever they and their schema are', () => {
    const evil = {
      properties: { a: { type: 'string', pattern: '^(a+)+$' }, b: { type: 'string', pattern: '(x*)*y' } },
    };
    const long = 'a'.repeat(60_000);
    const items = JSON.stringify({ c: Array.from({ length: 9000 }, (_, i) => i) });
    const before = performance.now();
    check(evil, JSON.stringify({ a: `${long}!`, b: 'x'.repeat(60_000) }));
    check({ properties: { c: { type: 'array', uniqueItems: true } } }, items);
    check({}, `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`);
    expect(performance.now() - before).toBeLessThan(STALLED_MS);
    expect(check({}, `{"a":${'['.repeat(500)}${']'.repeat(500)}}`)).toBe('The arguments are nested too deep');
  });

  it('have items that are told apart', () => {
    const unique = { properties: { c: { type: 'array', uniqueItems: true } } };
    expect(check(unique, '{"c":[1,"1",{"a":1}]}')).toBeUndefined();
    expect(check(unique, '{"c":[{"a":1},{"a":1}]}')).toContain('same item twice');
  });
});

describe('a pattern of a schema', () => {
  const patterns = new SafePatterns();
  beforeEach(() => patterns.refill());

  it.each([
    ...['^[A-Z]\\d{2}$', '^\\+[1-9]\\d{5,14}$', '^\\d{4}-\\d{2}-\\d{2}$', '^(?:yes|no)$', '^[^@]+@[^@]+$', '^x$'],
    ...['(a+)+$', '^(a|a)*$', '^(a|b|ab)+c', '.*.*.*=.*', 'a+b+c', '^a{1,999}$', '^(?<year>\\d{4})$', '^\\p{L}+$'],
    ...['^\\p{Script=Han}+$', '^[\\u0041-\\u{5A}]$', '^[[x]$', '^[^]$', '^[]$', '^\\cA$', '^a/b$'],
  ])('%s is enforced, and in time', (source) => {
    const pattern = patterns.compile(source);
    expect(pattern.fault).toBeUndefined();
    expect(pattern.test('7'.repeat(30_000))).toBe(false);
    patterns.refill();
    for (const text of [
      'A17',
      '+4930123456',
      '1999-12-31',
      'yes',
      'a@b',
      'x',
      'aa',
      'abc',
      'a=b',
      '漢',
      'A',
      '[',
      'a/b',
    ])
      expect([text, pattern.test(text)]).toEqual([text, new RegExp(source, 'u').test(text)]);
  });

  it.each([
    ...['(?=a)b', '(?<!a)b', '^(.)\\1$', '^(?<a>.)\\k<a>$', '(', 'x'.repeat(300), '^a{1,99999}$', '(?U)a', '\\ud83d'],
    '(?:x{1000}){2}',
  ])('%s is not: it matches everything, and its author is told', (source) => {
    expect(patterns.compile(source).test('anything')).toBe(true);
    expect(patterns.compile(source).fault).toEqual(expect.any(String));
    expect(schemaFault({ properties: { a: { type: 'string', pattern: source } } })).toMatch(/not enforced|pattern/);
  });

  it('means what it means in JavaScript', () => {
    const piece = fc
      .constantFrom(...['a', '.', '\\s', '\\S', '[\\s-]', '[^\\S]', '\\w', '\\W', '[a.]', '[[]', '(a|)'])
      .chain((atom) => fc.constantFrom('', '*', '+?', '{1,2}').map((often) => atom + often));
    const ends = fc.constantFrom(['', ''], ['^', '$'], ['\\b', ''], ['', '\\b']);
    const text = fc.string({
      unit: fc.constantFrom('a', '.', '[', ' ', '\n', '\r', '\v', '\u00a0', '\u2028', 'é', '😀'),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), ends, text, (pieces, [begin, end], value) => {
        const source = `${begin}${pieces.join('')}${end}`;
        patterns.refill();
        expect(patterns.compile(source).test(value)).toBe(new RegExp(source, 'u').test(value));
      }),
      { numRuns: 3000 },
    );
  });

  it.each(['\\p{L}{0,1000}'.repeat(15), '(?:(?:\\W?){60}){60}', '(?:[ab]|\\S{0,400}){4,}', '(x(?<y>y{40,90}){30})z'])(
    '%s is not even compiled, since that would take too long',
    (source) => {
      expect(patterns.compile(source).fault).toBe('larger than a check can compile in time');
    },
  );

  it('matches no text for which no work is left', () => {
    const pattern = patterns.compile('^a+$');
    expect(pattern.test('a'.repeat(16_384))).toBe(true);
    expect(pattern.test('a'.repeat(2_000_000))).toBe(false);
    expect(pattern.test('a')).toBe(false);
    patterns.refill();
    expect(pattern.test('a')).toBe(true);
  });

  it('cannot stall a check by its size, or by their number', () => {
    const large = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`k${String(index)}`, { pattern: '\\p{L}{0,1000}'.repeat(15) }]),
    );
    const explosive = Array.from({ length: 200 }, (_, index) => ({
      pattern: `(?:[ab]*a[ab]{${String(index)}}[^ab])+$`,
    }));
    const before = performance.now();
    check({ properties: large }, '{"k0":"é"}');
    check({ properties: { a: { allOf: explosive } } }, JSON.stringify({ a: 'abba'.repeat(15_000) }));
    expect(performance.now() - before).toBeLessThan(STALLED_MS);
  });
});
