import { describe, expect, it } from 'vitest';
import { createArgumentCheck, schemaFault } from './argument-check';
import { isSafe, safePattern } from './safe-pattern';

/** Bound between a check that ends and one that stalls, which takes years; ms. */
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

  it('may be anything where a tool says nothing of them', () => {
    expect(check({}, '{"a":[1,{"b":null}]}')).toBeUndefined();
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
  it.each(['^[A-Z]\\d{2}$', '^\\+[1-9]\\d{5,14}$', '^\\d{4}-\\d{2}-\\d{2}$', '^(?:yes|no)$', '^[^@]+@[^@]+$', 'x'])(
    '%s is enforced',
    (source) => expect(isSafe(source)).toBe(true),
  );

  it.each([
    '(a+)+$',
    '^(a|a)*$',
    '^(a|b|ab)+c',
    '(?=a)b',
    '^(.)\\1$',
    '.*.*.*=.*',
    'a+b+c',
    '(',
    'x'.repeat(300),
    '^a{1,99999}$',
  ])('%s is not, and matches everything', (source) => {
    expect(isSafe(source)).toBe(false);
    expect(safePattern(source).test('anything')).toBe(true);
  });

  it('matches no text that is too long for it', () => {
    expect(safePattern('^a+$').test('a'.repeat(512))).toBe(true);
    expect(safePattern('^a+$').test('a'.repeat(513))).toBe(false);
  });
});
