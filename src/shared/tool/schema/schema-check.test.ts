import { describe, expect, it } from 'vitest';
import { DEFAULT_AGENT } from '../../agent/agent';
import { draftProblems } from '../../agent/draft';
import { TOOL_EXAMPLES } from '../examples';
import { newTool } from '../new-tool';
import { MAX_PARAMETERS_CHARS, unfinishedSchema, unfinishedText } from '../parameters';
import { schemaFaultOf, schemaFaultLabel } from './schema-check';
import type { McpTool } from '../tool';
import { toolProblems } from '../tool-problems';

const said = (schema: Readonly<Record<string, unknown>>): string | undefined => {
  const fault = schemaFaultOf(schema);
  return fault === undefined ? undefined : schemaFaultLabel(fault);
};

describe('schemaFaultOf', () => {
  it.each<[Readonly<Record<string, unknown>>, string]>([
    [{ type: 'array' }, 'type: Arguments have names'],
    [{ properties: { id: { type: 'strin' } } }, 'properties › id › type: One of string'],
    [{ properties: { id: { type: [] } } }, 'properties › id › type: One of string'],
    [{ properties: { id: 'string' } }, 'properties › id: A schema'],
    [{ properties: ['id'] }, 'properties: Schemas by name'],
    [{ properties: { ids: { type: 'array', items: { type: 7 } } } }, 'properties › ids › items › type: One of'],
    [{ required: 'id' }, 'required: A list of names'],
    [{ required: [7] }, 'required: Names'],
    [{ properties: { id: { enum: [] } } }, 'properties › id › enum: At least one value'],
    [{ properties: { id: { minimum: '3' } } }, 'properties › id › minimum: A number'],
    [{ properties: { id: { maxLength: -1 } } }, 'properties › id › maxLength: A whole number'],
    [{ properties: { id: { description: 7 } } }, 'properties › id › description: A text'],
    [{ anyOf: [] }, 'anyOf: A list of schemas'],
    [{ anyOf: [{ type: 'nothing' }] }, 'anyOf › type: One of'],
  ])('says where %j is no schema of arguments', (schema, words) => {
    expect(said(schema)).toContain(words);
  });

  it.each([
    {},
    { properties: { pair: { type: 'array', items: [{ type: 'string' }, {}], additionalItems: false } } },
    { properties: { a: { minimum: 3, exclusiveMinimum: true, nullable: true, required: true } } },
    {
      properties: { a: { $ref: '#item' }, b: { $ref: '#item' } },
      $defs: { item: { $anchor: 'item' }, 'a/b~': {} },
      not: { $ref: '#/$defs/a~1b~0' },
    },
    { type: 'object', properties: { type: { type: ['string', 'null'], 'x-vendor': 1 }, required: true } },
    { properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { oneOf: [{ const: 1 }, { enum: [null] }] } } },
    { additionalProperties: { type: 'number', minimum: 0, default: 'anything' } },
  ])('finds nothing in %j', (schema) => {
    expect(said(schema)).toBeUndefined();
  });

  it('finds nothing in an example', () => {
    for (const { tool } of TOOL_EXAMPLES) expect(toolProblems(tool)).toEqual([]);
  });
});

describe('a text that is no schema yet', () => {
  it('is kept to the letter, and is nothing that could be published', () => {
    const kept = unfinishedSchema('{ "type": ');
    expect(kept && unfinishedText(JSON.parse(JSON.stringify(kept)) as typeof kept)).toBe('{ "type": ');
    expect(said(kept ?? {})).toBe('Not a JSON Schema yet');
    expect(unfinishedText({ type: 'object' })).toBeUndefined();
  });

  it('is refused a place when it is longer than any schema', () => {
    expect(unfinishedSchema('x'.repeat(MAX_PARAMETERS_CHARS))).toBeUndefined();
  });
});

describe('an agent', () => {
  it('cannot be published with a schema for which its session would be refused', () => {
    const tool = { ...newTool('script', new Set()), parameters: { properties: { id: { type: 'strin' } } } };
    expect(draftProblems({ ...DEFAULT_AGENT, tools: [tool] as typeof DEFAULT_AGENT.tools })).toEqual([
      { field: 'tools', sentence: expect.stringContaining('properties › id › type: One of string') as string },
    ]);
  });

  it.each<[string, readonly [name: string, parameters: Readonly<Record<string, unknown>>][], string]>([
    ['refers to itself', [['tree', { $ref: '#' }]], 'tree: Refers to itself'],
    ['no service takes', [['find', { type: 'array' }]], 'find: type: Arguments have names'],
    [
      'has the name of another',
      [
        ['orders.find', {}],
        ['orders_find', {}],
      ],
      'orders.find and orders_find would both be shop_orders_find',
    ],
  ])('cannot be published with a function of a server that %s', (_what, functions, words) => {
    const tool = {
      ...(newTool('mcp', new Set()) as McpTool),
      ...{ name: 'shop', url: 'https://shop.example/mcp' },
      functions: functions.map(([name, parameters]) => ({ name, description: '', parameters: { ...parameters } })),
    };
    expect(toolProblems(tool)).toEqual([{ where: 'functions', sentence: expect.stringContaining(words) as string }]);
  });

  it('cannot be published with such a form for the person who answers', () => {
    const tool = { ...newTool('operator', new Set()), answer: { properties: 7 } };
    expect(toolProblems(tool as Parameters<typeof toolProblems>[0])).toEqual([
      { where: 'answer', sentence: 'properties: Schemas by name, in { }' },
    ]);
  });
});
