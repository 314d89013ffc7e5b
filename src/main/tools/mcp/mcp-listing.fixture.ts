import * as fc from 'fast-check';

/** Keyword of JSON Schema, or a name. */
export const word = fc.constantFrom(
  ...['type', 'properties', 'required', 'items', 'additionalItems', 'prefixItems', 'anyOf', 'oneOf', 'allOf', 'not'],
  ...['if', 'then', 'else', '$ref', '$defs', 'definitions', '$schema', '$id', '$anchor', 'enum', 'const', 'pattern'],
  ...['patternProperties', 'additionalProperties', 'dependentSchemas', 'dependencies', 'contains', 'uniqueItems'],
  ...['minimum', 'exclusiveMinimum', 'maxLength', 'nullable', 'unevaluatedProperties', 'a', 'b', '__proto__'],
);
const leaf = fc.constantFrom<unknown>(
  ...[
    'object',
    'array',
    'string',
    'any',
    '#',
    '#/$defs/a',
    '#/definitions/b',
    '#/properties/a',
    '#a',
    '(a+)+$',
    '(?=a)',
    '^[a-z]{1,200}x$',
    '^(?:[a-z]{2,9}-){1,30}[0-9]+$',
    '(?:a|b|ab){3,60}',
    '',
  ],
  ...[true, false, null, 0, 3, -1, 1e400, ['a'], ['string', 'null'], [], [{}], {}],
  'http://json-schema.org/draft-07/schema#',
);
/** Part of what a server writes, or a value of an argument. */
export const part = fc.letrec<{ part: unknown }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.dictionary(word, tie('part'), { maxKeys: 5 }),
    fc.array(tie('part'), { maxLength: 3 }),
  ),
})).part;
const schema = fc.dictionary(word, part, { maxKeys: 6 });
/** Tool of a listing, seldom well-formed. */
export const tool = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record(
      { name: fc.string({ maxLength: 140 }), description: part, inputSchema: schema },
      { requiredKeys: ['inputSchema'] },
    ),
  },
  part,
);
