import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startFailure } from './start-failure';

describe('startFailure', () => {
  it('names a port that is taken, and how to choose another', async () => {
    const first = createServer().listen(0, '127.0.0.1');
    await once(first, 'listening');
    const { port } = first.address() as AddressInfo;
    const [error] = (await once(createServer().listen(port, '127.0.0.1'), 'error').catch((reason: unknown) => [
      reason,
    ])) as [unknown];
    first.close();
    const taken = `Port ${String(port)} is taken by another program.`;
    expect(startFailure(error, { A_PORT: 1, B_PORT: port })).toBe(
      `${taken} B_PORT chooses another; 0 takes any free one.`,
    );
    expect(startFailure(error)).toBe(taken);
  });

  it('leaves other errors as they say it', () => {
    expect(startFailure(new Error('The disk is full'))).toBe('The disk is full');
    expect(startFailure(Object.assign(new Error('odd'), { code: 'EODD', port: 1 }))).toBe('odd');
    expect(startFailure('thrown as text')).toBe('thrown as text');
  });
});
