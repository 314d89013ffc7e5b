import { describe, expect, it } from 'vitest';
import { ArgumentsError, httpRequest } from './http-request';

const tool = {
  kind: 'http',
  name: 'lookup_order',
  description: '',
  parameters: {},
  timeoutMs: 5000,
  url: 'https://shop.example/orders?key=fixed',
} as const;

describe('httpRequest', () => {
  it('puts arguments of a GET into the query, each value once', () => {
    const { url, body } = httpRequest(
      { ...tool, method: 'GET' },
      '{"id":"A 17&x=1","page":2,"tags":["a","b"],"open":true,"none":null,"in":{"a":1}}',
    );
    expect(url.href).toBe(
      'https://shop.example/orders?key=fixed&id=A+17%26x%3D1&page=2&tags=a&tags=b&open=true&in=%7B%22a%22%3A1%7D',
    );
    expect(body).toBeNull();
  });

  it('puts arguments of a POST into a JSON body and leaves the address alone', () => {
    const request = httpRequest({ ...tool, method: 'POST' }, '{ "id": "A17", "__proto__": {"x":1} }');
    expect(request.url.href).toBe(tool.url);
    expect(request.body).toContain('"id":"A17"');
  });

  it.each(['', '[]', '"text"', 'null', '{"id":', '7'])('refuses %s', (text) => {
    expect(() => httpRequest({ ...tool, method: 'POST' }, text)).toThrow(ArgumentsError);
  });

  it('lets no argument replace a fixed part of the address', () => {
    expect(() => httpRequest({ ...tool, method: 'GET' }, '{"key":"mine"}')).toThrow(ArgumentsError);
  });

  it('refuses arguments too long for an address', () => {
    expect(() => httpRequest({ ...tool, method: 'GET' }, JSON.stringify({ id: 'x'.repeat(9000) }))).toThrow(
      ArgumentsError,
    );
  });
});
