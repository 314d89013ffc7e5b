import { describe, expect, it } from 'vitest';
import { schemaForService } from './for-service';

const within = (a: object): Readonly<Record<string, unknown>> => ({ type: 'object', properties: { a } });

describe('parameters as a model service takes them', () => {
  it.each<[string, Readonly<Record<string, unknown>>, object]>([
    ['have properties', {}, { type: 'object', properties: {} }],
    ['have a type', { properties: { a: {} } }, { type: 'object', properties: { a: {} } }],
    [
      'name no dialect',
      { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' },
      { type: 'object', properties: {} },
    ],
    ['have items in lists', within({ type: 'array' }), within({ type: 'array', items: {} })],
    [
      'have properties in objects',
      within({ type: ['object', 'null'] }),
      within({ type: ['object', 'null'], properties: {} }),
    ],
    [
      'have tuples of 2020-12',
      within({ type: 'array', items: [{ type: 'string' }, { type: 'number' }], additionalItems: false }),
      within({ type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], items: {}, maxItems: 2 }),
    ],
    [
      'have limits of 2020-12',
      within({ minimum: 3, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false }),
      within({ exclusiveMinimum: 3, maximum: 9 }),
    ],
    [
      'list what is required',
      { type: 'object', properties: { a: { type: 'string', required: true }, b: { required: false } } },
      { type: 'object', properties: { a: { type: 'string' }, b: {} }, required: ['a'] },
    ],
    [
      'are left alone otherwise',
      within({ $ref: '#/$defs/b', nullable: true }),
      within({ $ref: '#/$defs/b', nullable: true }),
    ],
  ])('%s', (_what, schema, sent) => {
    expect(schemaForService(schema)).toEqual(sent);
  });

  it('have no alternatives at the top: their properties stand side by side', () => {
    const byId = { properties: { id: { type: 'string' }, when: { type: 'string' } }, required: ['id', 'when'] };
    const byName = { properties: { name: { type: 'string' }, when: { type: 'number' } }, required: ['name', 'when'] };
    expect(schemaForService({ anyOf: [byId, byName], allOf: [{ required: ['shop'] }] })).toEqual({
      type: 'object',
      properties: {
        id: { type: 'string' },
        when: { anyOf: [{ type: 'string' }, { type: 'number' }] },
        name: { type: 'string' },
      },
      required: ['shop', 'when'],
    });
  });

  it('have no reference at the top, and keep what others refer to', () => {
    const definitions = {
      order: { type: 'object', properties: { id: { $ref: '#/definitions/id' } }, required: ['id'] },
      id: {},
    };
    expect(schemaForService({ $ref: '#/definitions/order', definitions })).toMatchObject({
      type: 'object',
      properties: { id: { $ref: '#/definitions/id' } },
      required: ['id'],
      definitions: { id: {} },
    });
    expect(schemaForService({ $ref: '#' })).toEqual({ type: 'object', properties: {} });
  });
});
