import { describe, expect, it } from 'vitest';
import type { HttpTool } from '../../../shared/tool/tool';
import { parseArguments } from '../check/call-arguments';
import { ToolError } from '../tool-error';
import { httpRequest } from './http-request';

const tool: HttpTool = {
  kind: 'http',
  name: 'lookup_order',
  description: '',
  parameters: {},
  timeoutMs: 5000,
  method: 'GET',
  url: 'https://shop.example/orders?key=fixed',
};

function request(changes: Partial<HttpTool>, args: string) {
  return httpRequest({ ...tool, ...changes }, parseArguments(args), { of: (name) => `secret ${name}` });
}

/** One argument with a piece of every attack. */
const HOSTILE = '../a/b?c=d&e=f#g%2e\\..;@x.example:1\r\nHost: y';

describe('httpRequest', () => {
  it('puts arguments that stand nowhere else into the query of a GET, each value once', () => {
    const { url, body } = request(
      {},
      '{"id":"A 17&x=1","page":2,"tags":["a","b"],"open":true,"none":null,"in":{"a":1}}',
    );
    expect(url.href).toBe(
      'https://shop.example/orders?key=fixed&id=A+17%26x%3D1&page=2&tags=a&tags=b&open=true&in=%7B%22a%22%3A1%7D',
    );
    expect(body).toBeNull();
  });

  it('puts arguments of a POST into a JSON body and leaves the address alone', () => {
    const post = request({ method: 'POST' }, '{ "id": "A17", "__proto__": {"x":1} }');
    expect(post.url.href).toBe(tool.url);
    expect(post.body).toContain('"id":"A17"');
    expect(post.headers['content-type']).toBe('application/json');
  });

  it.each(['', '[]', '"text"', 'null', '{"id":', '7'])('refuses %s', (text) => {
    expect(() => request({ method: 'POST' }, text)).toThrow(ToolError);
  });

  it('lets no argument replace a fixed part of the address', () => {
    expect(() => request({}, '{"key":"mine"}')).toThrow(ToolError);
  });

  it('fills the address: one step of the path, one value of the query, whatever an argument holds', () => {
    const url = 'https://shop.example/orders/{{order.id}}/lines?lang={{lang}}';
    const filled = request({ url }, JSON.stringify({ order: { id: HOSTILE }, lang: HOSTILE })).url;
    expect(filled.origin).toBe('https://shop.example');
    expect(filled.pathname.split('/')).toHaveLength(4);
    expect(decodeURIComponent(filled.pathname.split('/')[2] ?? '')).toBe(HOSTILE);
    expect([...filled.searchParams]).toEqual([['lang', HOSTILE]]);
    expect(filled.hash).toBe('');
  });

  it.each(['.', '..', '%2e%2E', '%2e.'])('lets no argument climb the path as %s', (id) => {
    const url = 'https://shop.example/orders/{{id}}/x';
    const climb = () => request({ url }, JSON.stringify({ id }));
    if (id.includes('%')) expect(climb().url.pathname).toBe(`/orders/${encodeURIComponent(id)}/x`);
    else expect(climb).toThrow(ToolError);
  });

  it.each(['{}', '{"id":null}', '{"id":""}'])('asks for no path with a step missing: %s', (args) => {
    expect(() => request({ url: 'https://shop.example/orders/{{id}}' }, args)).toThrow('The argument id is missing');
  });

  it('fills rows of the query, leaves out what is missing and repeats a list', () => {
    const query = [
      { name: 'q', value: 'id:{{id}}' },
      { name: 'tag', value: '{{tags}}' },
      { name: 'page', value: '{{page}}' },
      { name: 'key', value: '{{secret:shop}}' },
    ];
    const { url } = request({ url: 'https://shop.example/', query }, '{"id":"A&7","tags":["x","y"],"more":1}');
    expect([...url.searchParams]).toEqual([
      ['q', 'id:A&7'],
      ['tag', 'x'],
      ['tag', 'y'],
      ['key', 'secret shop'],
    ]);
  });

  it('fills headers, and refuses a value that would end one', () => {
    const headers = [
      { name: 'X-Order', value: '{{id}}' },
      { name: 'X-None', value: '{{none}}' },
    ];
    expect(request({ headers }, '{"id":"A17"}').headers).toMatchObject({ 'x-order': 'A17' });
    expect(request({ headers }, '{"id":"A17"}').headers).not.toHaveProperty('x-none');
    for (const id of ['A\r\nHost: evil', 'A\u0000', 'A\u2028', '😀']) {
      expect(() => request({ headers }, JSON.stringify({ id }))).toThrow(ToolError);
    }
  });

  it('fills a JSON body: text inside quotation marks, values elsewhere, and JSON comes out whatever they are', () => {
    const body = {
      as: 'json',
      text: '{"note":"Order {{id}} \\"{{id}}\\"","amount":{{amount}},"all":{{none}}}',
    } as const;
    const id = '","admin":true,"x":"\\ \u0000 \n';
    const { body: text } = request({ method: 'POST', body }, JSON.stringify({ id, amount: 48 }));
    expect(JSON.parse(text ?? '')).toEqual({ note: `Order ${id} "${id}"`, amount: 48, all: null });
    const sly = request({ method: 'POST', body }, JSON.stringify({ id, amount: '1,"admin":true' }));
    expect(JSON.parse(sly.body ?? '')).toMatchObject({ amount: '1,"admin":true' });
  });

  it('fills a form, each field one field', () => {
    const body = { as: 'form', fields: [{ name: 'id', value: '{{id}}' }] } as const;
    const { body: text, headers } = request({ method: 'POST', body }, '{"id":"A&b=c d"}');
    expect(text).toBe('id=A%26b%3Dc+d');
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it('sends text as it is filled, with the type that the tool names', () => {
    const headers = [{ name: 'Content-Type', value: 'application/xml' }];
    const post = request({ method: 'POST', headers, body: { as: 'text', text: '<id>{{id}}</id>' } }, '{"id":"A17"}');
    expect([post.body, post.headers['content-type']]).toEqual(['<id>A17</id>', 'application/xml']);
  });

  it('takes half a character for a sign that it cannot be read', () => {
    expect(request({}, '{"id":"\\ud800"}').url.searchParams.get('id')).toBe('\ufffd');
    expect(request({ url: 'https://shop.example/{{id}}' }, '{"id":"\\udc00"}').url.pathname).toBe('/%EF%BF%BD');
  });
});
