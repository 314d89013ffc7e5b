import * as fc from 'fast-check';

const word = fc.constantFrom(
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
const part = fc.letrec<{ part: unknown }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.dictionary(word, tie('part'), { maxKeys: 5 }),
    fc.array(tie('part'), { maxLength: 3 }),
  ),
})).part;
const schema = fc.dictionary(word, part, { maxKeys: 6 });
const atom = fc.constantFrom('a', 'x|y', '[a-z]', '\\d', '.', '\\w', '(?:a|b)', '(a+)', '[^x]');
const times = fc.constantFrom('', '*', '+', '?', '{2,9}', '{1,200}', '{50}', '{1000}');
const pattern = fc
  .tuple(fc.constantFrom('', '^(?:'), fc.array(fc.tuple(atom, times), { minLength: 1, maxLength: 12 }))
  .map(([start, parts]) => `${start}${parts.map(([one, many]) => one + many).join('')}${start === '' ? '' : ')+$'}`);
/** Well-formed parameters whose texts have to match patterns. */
const patterned = fc.tuple(pattern, pattern, fc.boolean()).map(([own, named, isList]) => {
  const text = { type: 'string', pattern: own };
  const a = isList ? { type: 'array', items: text } : text;
  return { type: 'object', properties: { a }, patternProperties: { [named]: {} } };
});

/** Arguments of a call: of any form, or texts of many lengths for `a`. */
export const args = fc.oneof(
  fc.dictionary(word, part),
  fc
    .tuple(fc.constantFrom('a', 'ab', 'xy9', ' '), fc.nat(2000), fc.boolean())
    .map(([text, count, isList]) => ({ a: isList ? Array(20).fill(text.repeat(count / 20)) : text.repeat(count) })),
);

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
  {
    weight: 2,
    arbitrary: fc.record({ name: fc.string({ minLength: 1, maxLength: 20 }), inputSchema: patterned }),
  },
);

/** Draws so many listings of so many tools. */
export function sampleListings(count: number, toolsEach: number): readonly (readonly unknown[])[] {
  return fc.sample(fc.array(tool, { minLength: toolsEach, maxLength: toolsEach }), count);
}

/** Draws arguments of so many calls, as JSON. */
export function sampleArguments(count: number): readonly string[] {
  return fc.sample(args, count).map((each) => JSON.stringify(each));
}
