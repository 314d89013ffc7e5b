import { describe, expect, it } from 'vitest';
import { newTool } from './new-tool';
import { ToolSchema, type HttpTool } from './tool';
import { toolProblems } from './tool-problems';
import { addressFault, originOf } from './web-address';

const base = { name: 'lookup', description: '', parameters: {}, timeoutMs: 5000 };
const http = { ...base, kind: 'http', method: 'GET', url: 'https://shop.example/orders' };

describe('a tool', () => {
  it.each([
    { ...base, kind: 'operator' },
    { ...base, kind: 'operator', options: ['Yes', 'No'], ifNobody: 'Nobody is there', keepsTalking: true },
    http,
    {
      ...http,
      url: 'https://shop.example:8443/orders/{{order.id}}?lang={{lang}}',
      retries: 2,
      pick: [{ as: '', from: '/a/0' }],
    },
    { ...base, kind: 'script', code: 'return 1', origins: ['https://api.example.com'] },
    { kind: 'mcp', name: 'shop', description: '', timeoutMs: 5000, url: 'https://mcp.example/mcp', functions: [] },
    { ...base, kind: 'built-in', name: 'end_call' },
    { kind: 'built-in', name: 'hold', description: '', timeoutMs: 5000, longestSeconds: 60 },
  ])('of every kind is taken as it is, %#', (tool) => {
    expect(ToolSchema.parse(tool)).toEqual(tool);
  });

  it.each([
    [{ ...base, kind: 'shell' }, 'kind'],
    [{ ...http, name: 'look up' }, 'name'],
    [{ ...http, name: 'x'.repeat(65) }, 'name'],
    [{ ...http, timeoutMs: 10 }, 'timeoutMs'],
    [{ ...http, url: 'file:///etc/passwd' }, 'url'],
    [{ ...http, pick: [{ as: 'a', from: 'data' }] }, 'pick'],
    [{ ...http, retries: 9 }, 'retries'],
    [{ ...http, parameters: { $ref: 'https://evil.example/schema.json' } }, 'parameters'],
    [{ ...http, parameters: { description: 'x'.repeat(20_000) } }, 'parameters'],
    [{ ...http, parameters: nested(40) }, 'parameters'],
    [{ ...base, kind: 'script', code: '', origins: ['https://api.example.com/path'] }, 'origins'],
    [{ ...base, kind: 'built-in', name: 'reboot' }, 'name'],
    [
      {
        kind: 'built-in',
        name: 'transfer_call',
        description: '',
        timeoutMs: 5000,
        way: 'blind',
        destinations: [{ label: 'x', number: '911' }],
      },
      'destinations',
    ],
  ])('is refused at the place that is wrong, %#', (tool, place) => {
    const read = ToolSchema.safeParse(tool);
    expect(read.success).toBe(false);
    expect(read.error?.issues.map(({ path }) => path[0])).toContain(place);
  });
});

function nested(levels: number): unknown {
  return levels === 0 ? {} : { properties: { a: nested(levels - 1) } };
}

describe('an address', () => {
  it.each(['https://a.example', 'http://127.0.0.1:8080/x', 'https://[::1]/x', 'https://a.example/{{x}}?y={{z}}'])(
    'may be %s',
    (address) => {
      expect(addressFault(address)).toBeUndefined();
    },
  );

  it.each([
    '',
    'a.example',
    'ftp://a.example/',
    'javascript:alert(1)',
    'https://',
    'https://user:pw@a.example/',
    'https://{{host}}/x',
    'https://a.{{host}}/x',
    'https://a.example:{{port}}/x',
    'https://a.example/#x',
    'https://a.example/a b',
    'https://a.example\\@b.example/',
    'https://a.example:99999/',
  ])('may not be %j', (address) => {
    expect(addressFault(address)).toEqual(expect.any(String));
    if (!address.includes('#') && !address.includes(' ')) expect(originOf(address)).toBeUndefined();
  });
});

describe('a placeholder', () => {
  const open = { type: 'object', properties: { id: { type: 'string' } } };
  const of = (more: Partial<HttpTool>): HttpTool => ({
    ...(newTool('http', new Set()) as HttpTool),
    url: 'https://shop.example/orders/{{id}}',
    parameters: { ...open, additionalProperties: false },
    ...more,
  });

  it.each<[string, Partial<HttpTool>]>([
    ['url', { url: 'https://shop.example/{{order.id}}' }],
    ['headers.0.value', { headers: [{ name: 'x-id', value: 'a {{order.id}}' }] }],
    [
      'query.1.value',
      {
        query: [
          { name: 'a', value: '{{id}}' },
          { name: 'b', value: '{{order.id}}' },
        ],
      },
    ],
    ['body.text', { method: 'POST', body: { as: 'json', text: '{"id":{"is":"{{order.id}}"}}' } }],
    ['body.fields.0.value', { method: 'POST', body: { as: 'form', fields: [{ name: 'a', value: '{{order.id}}' }] } }],
  ])('for an argument that is none is a problem where it stands: %s', (where, more) => {
    expect(toolProblems(of(more))).toEqual([{ where, sentence: 'There is no argument order.id' }]);
  });

  it('is believed where the schema allows more than it names, and is no problem where it does not', () => {
    expect(toolProblems(of({ url: 'https://shop.example/{{order.id}}', parameters: open }))).toEqual([]);
    expect(toolProblems(of({ headers: [{ name: 'x-key', value: '{{secret:shop}}' }] }))).toEqual([]);
  });
});
