import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schemaSizeFault } from './schema-size';

/** Schema whose references double at each level. */
function doubling(levels: number): Record<string, unknown> {
  const at = (level: number) => ({ $ref: `#/$defs/l${String(level)}` });
  const defs = Array.from({ length: levels }, (_, level) => [
    `l${String(level)}`,
    { allOf: [at(level + 1), at(level + 1)] },
  ]);
  return {
    allOf: [at(0)],
    $defs: Object.fromEntries([...defs, [`l${String(levels)}`, { type: 'object' }]]) as unknown,
  };
}

describe('the size of a schema', () => {
  it.each([
    ['itself', { allOf: [{ $ref: '#' }] }],
    ['itself below a property', { properties: { child: { $ref: '#' } } }],
    [
      'a part that refers back',
      { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { not: { $ref: '#/$defs/a' } } } },
    ],
    ['an anchor around it', { properties: { a: { $anchor: 'top', items: { $ref: '#top' } } } }],
    ['itself by an older word', { items: { $recursiveRef: '#' } }],
  ])('has no end when it refers to %s', (_what, schema) => {
    expect(schemaSizeFault(schema)).toContain('Refers to itself');
  });

  it('counts each reference written out', () => {
    expect(schemaSizeFault(doubling(4))).toBeUndefined();
    expect(schemaSizeFault(doubling(22))).toContain('more than 2000 parts');
    expect(schemaSizeFault({ enum: Array.from({ length: 2100 }, (_, value) => value) })).toContain(
      'more than 2000 parts',
    );
  });

  it.each([
    [{ properties: { a: { $ref: '#/$defs/b' } } }, 'points nowhere'],
    [{ properties: { a: { $ref: '#other' } } }, 'points nowhere'],
    [{ properties: { a: { $ref: '#/%' } } }, 'points nowhere'],
    [{ $defs: { a: { $id: 'b', $ref: '#/$defs/a' } } }, 'changes what a “$ref” means'],
  ])('cannot be told of %j', (schema, words) => {
    expect(schemaSizeFault(schema)).toContain(words);
  });

  it.each([
    {},
    { $id: 'mine', $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' },
    {
      properties: { a: { $ref: '#/$defs/a~1b%20c' }, b: { $ref: '#named' } },
      $defs: { 'a/b c': {}, d: { $anchor: 'named' } },
    },
    { properties: { $ref: { type: 'string' }, $id: { type: 'string' } } },
  ])('is no fault of %j', (schema) => {
    expect(schemaSizeFault(schema)).toBeUndefined();
  });

  it('is told of anything, and at once', () => {
    const pointer = fc.constantFrom('#', '#/$defs/a', '#/$defs/b', '#/properties/c', '#n', '#/allOf/0', '#/allOf/1');
    const part = fc.letrec((tie) => ({
      part: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom({}, true, { type: 'string' }),
        fc.record({ $ref: pointer }),
        fc.record({ allOf: fc.array(tie('part'), { maxLength: 4 }) }),
        fc.record({ properties: fc.record({ c: tie('part') }), $defs: fc.record({ a: tie('part'), b: tie('part') }) }),
      ),
    })).part;
    const schema = fc.record({ $defs: fc.record({ a: part, b: part }), allOf: fc.array(part, { maxLength: 3 }) });
    fc.assert(
      fc.property(schema, (each) => schemaSizeFault(each) === undefined || true),
      { numRuns: 1000 },
    );
  });
});
