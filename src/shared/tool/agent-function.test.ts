import { describe, expect, it } from 'vitest';
import { functionsOf, remoteFunctionName } from './agent-function';
import type { Tool } from './tool';

const base = { description: '', timeoutMs: 5000 };
const always = { when: 'always', waitMs: 60_000 } as const;
const SHOP: Tool = {
  kind: 'mcp',
  ...base,
  name: 'shop',
  url: 'https://mcp.example/',
  approval: always,
  functions: [
    { name: 'orders/find', description: 'Finds', parameters: { type: 'object' }, isTrusted: true },
    { name: 'refund', description: 'Refunds', parameters: { type: 'object' } },
  ],
};

describe('functionsOf', () => {
  it('offers each chosen tool of a server, under a name the model can call, with approval unless it is trusted', () => {
    expect(functionsOf([SHOP]).map(({ name, remoteName, approval }) => [name, remoteName, approval])).toEqual([
      ['shop_orders_find', 'orders/find', undefined],
      ['shop_refund', 'refund', always],
    ]);
    expect(remoteFunctionName('s', 'x'.repeat(100))).toHaveLength(64);
  });

  it('leaves out a name that came before', () => {
    const http: Tool = {
      kind: 'http',
      ...base,
      name: 'shop_refund',
      parameters: {},
      method: 'GET',
      url: 'https://a.example/',
    };
    expect(functionsOf([http, SHOP]).map(({ tool }) => tool.kind)).toEqual(['http', 'mcp']);
  });

  it('gives acts of the call their own parameters', () => {
    const transfer: Tool = {
      kind: 'built-in',
      ...base,
      name: 'transfer_call',
      way: 'blind',
      destinations: [{ label: 'Sales', number: '+14155550134' }],
    };
    const [only] = functionsOf([transfer]);
    expect(only?.parameters).toMatchObject({ properties: { to: { enum: ['Sales'] } }, required: ['to'] });
    const [wide] = functionsOf([{ ...transfer, countries: ['US'] }]);
    expect(wide?.parameters).toMatchObject({ properties: { to: { description: expect.stringContaining('Sales') } } });
    expect(JSON.stringify(wide?.parameters)).not.toContain('enum');
  });
});
