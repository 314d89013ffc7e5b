import { describe, expect, it } from 'vitest';
import { DraftSchema } from '../agent/draft';
import { clashingNames } from './agent-function';
import { TOOL_EXAMPLES } from './examples';
import { newAct, newTool } from './new-tool';
import { parametersOf, schemaOfParameters } from './parameter-list';
import { emptyValue, fieldsOf, keptOf, missingIn } from './schema-form';
import { BUILT_INS, ToolSchema, type ScriptTool } from './tool';
import { toolProblems } from './tool-problems';

const ToolDraftSchema = DraftSchema.shape.tools.element;

describe('examples', () => {
  it.each(TOOL_EXAMPLES.map(({ tool }) => tool))('$name can be published as it is', (tool) => {
    expect(toolProblems(tool)).toEqual([]);
    expect(ToolSchema.parse(tool)).toEqual(tool);
    expect(ToolDraftSchema.parse(tool)).toEqual(tool);
  });
});

describe('a tool that begins', () => {
  const kinds = ['operator', 'http', 'script', 'mcp'] as const;

  it.each([...kinds.map((kind) => newTool(kind, new Set())), ...BUILT_INS.map(newAct)])('$name is a draft', (tool) => {
    expect(ToolDraftSchema.parse(tool)).toEqual(tool);
  });

  it('has a name of its own', () => {
    expect(newTool('http', new Set(['web_request', 'web_request_2'])).name).toBe('web_request_3');
  });

  it('tells what is still to be done, at its place', () => {
    expect(toolProblems(newTool('http', new Set())).map(({ where }) => where)).toEqual(['url']);
    expect(toolProblems(newTool('mcp', new Set())).map(({ where }) => where)).toEqual(['url', 'functions']);
    expect(toolProblems(newAct('transfer_call')).map(({ where }) => where)).toEqual([
      'destinations.0.label',
      'destinations.0.number',
    ]);
    expect(toolProblems({ ...(newTool('script', new Set()) as ScriptTool), name: 'two words' })[0]).toMatchObject({
      where: 'name',
    });
  });
});

it('names that two tools would share are found, those of a server too', () => {
  const server = { ...newTool('mcp', new Set()), functions: [{ name: 'find', description: '', parameters: {} }] };
  const other = { ...newTool('http', new Set()), name: 'server_find' };
  expect(clashingNames([server, other] as never)).toEqual(new Set(['server_find']));
});

describe('parameters as a list', () => {
  const LIST = [
    { name: 'id', type: 'text', description: 'Of the order', isRequired: true, choices: [] },
    { name: 'count', type: 'whole number', description: '', isRequired: false, choices: [] },
    { name: 'mode', type: 'one of', description: '', isRequired: true, choices: ['car', 'bike'] },
    { name: 'late', type: 'yes or no', description: '', isRequired: false, choices: [] },
    { name: 'amount', type: 'number', description: '', isRequired: false, choices: [] },
  ] as const;

  it('become a schema and come back from it', () => {
    expect(parametersOf(schemaOfParameters(LIST))).toEqual(LIST);
    expect(parametersOf(schemaOfParameters([]))).toEqual([]);
    expect(parametersOf({})).toEqual([]);
  });

  it.each([
    { type: 'array' },
    { properties: { a: { type: 'object', properties: {} } } },
    { properties: { a: { type: 'string', minLength: 1 } } },
    { properties: { a: { type: ['string', 'null'] } } },
    { properties: { a: true } },
    { properties: {}, additionalProperties: true },
    { properties: {}, required: ['b'] },
    { properties: { a: { enum: [1, 2] } } },
    { $ref: '#/x' },
  ])('do not say all of %j', (schema) => {
    expect(parametersOf(schema)).toBeNull();
  });
});

describe('a form of a schema', () => {
  const route = TOOL_EXAMPLES.find(({ tool }) => tool.name.startsWith('calculate_route'))?.tool;
  const schema = route?.kind === 'operator' ? route.parameters : {};

  it('has a field for each property, groups within groups', () => {
    const fields = fieldsOf(schema) ?? [];
    expect(fields.map(({ name, kind, isRequired }) => [name, kind, isRequired])).toEqual([
      ['start', 'text', true],
      ['end', 'text', true],
      ['mode', 'one of', true],
      ['options', 'group', false],
    ]);
    expect(fields.at(-1)?.fields.map(({ kind }) => kind)).toEqual(['yes or no', 'yes or no']);
    expect(missingIn(fields, { start: 'A', options: {} })).toEqual(['end', 'mode']);
    expect(emptyValue(fields)).toEqual({});
  });

  it('keeps of what was filled in what still fits', () => {
    const fields = fieldsOf(schema) ?? [];
    const value = {
      start: 'A',
      end: 7,
      mode: 'rocket',
      gone: 1,
      options: { scenic_route: true, avoid_highways: 'no' },
    };
    expect(keptOf(fields, value)).toEqual({ start: 'A', options: { scenic_route: true } });
    const plain = fieldsOf({ properties: { n: { type: 'integer' }, x: { type: 'number' }, any: {} } }) ?? [];
    expect(keptOf(plain, { n: 1.5, x: 1.5, any: [1] })).toEqual({ x: 1.5, any: [1] });
  });

  it('leaves to JSON what it cannot hold, and is none where nothing can be said', () => {
    expect(fieldsOf({})).toEqual([]);
    expect(fieldsOf({ anyOf: [] })).toBeNull();
    expect(fieldsOf({ properties: 7 })).toBeNull();
    const odd = fieldsOf({ properties: { a: { type: 'array' }, b: true, c: { enum: [1] }, d: { type: 'object' } } });
    expect(odd?.map(({ kind }) => kind)).toEqual(['json', 'json', 'json', 'json']);
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`p${String(i)}`, { type: 'string' }]));
    expect(fieldsOf({ properties: many })).toBeNull();
  });
});
