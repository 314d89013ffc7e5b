import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { os } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { describe, expect, it } from 'vitest';
import type { AudioChannel } from '../ports/ports-headset';
import { MAX_REQUEST_BYTES } from '../../shared/contract/request-limit';
import { requestPort, serveAudioPort } from './served-port';

function rawPort(port: MessagePort) {
  return {
    on: (event: string, listener: (message: { data: unknown }) => void) =>
      port.on(event, (data: unknown) => listener({ data })),
    postMessage: (data: unknown) => port.postMessage(data),
    close: () => port.close(),
  };
}

/** A page with an API of one procedure, which says how long a text was. */
function serving() {
  const { port1, port2 } = new MessageChannel();
  let refusals = 0;
  const handler = new RPCHandler({ lengthOf: os.handler(({ input }) => String(input).length) });
  handler.upgrade(requestPort(rawPort(port1), () => (refusals += 1)));
  const client: { lengthOf(text: string): Promise<number> } = createORPCClient(new RPCLink({ port: port2 as never }));
  port1.start();
  return { page: port2, client, closed: once(port1, 'close'), refusals: () => refusals };
}

describe('requestPort', () => {
  it('refuses a request that is too large as a value, and goes on', async () => {
    const { page, client, refusals } = serving();
    const tooLarge = client.lengthOf('x'.repeat(MAX_REQUEST_BYTES));
    await expect(tooLarge).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE', status: 413 });
    expect(await client.lengthOf('x'.repeat(300_000))).toBe(300_000);
    expect(refusals()).toBe(1);
    page.close();
  });

  it.each([{ a: 1 }, 'x'.repeat(MAX_REQUEST_BYTES + 1)])('closes at what is no request', async (message) => {
    const { page, closed, refusals } = serving();
    page.postMessage(message);
    await closed;
    expect(refusals()).toBe(1);
  });
});

function served() {
  const { port1, port2 } = new MessageChannel();
  const told: unknown[] = [];
  const opened: AudioChannel[] = [];
  serveAudioPort(
    rawPort(port1),
    {
      open: (channel) => {
        opened.push(channel);
        return { onMessage: (message) => told.push(message), onClosed: () => told.push('closed') };
      },
    },
    () => told.push('too large'),
  );
  return { page: port2, opened, told, closed: once(port1, 'close') };
}

describe('serveAudioPort', () => {
  it('carries text and bytes both ways and says when the page is gone', async () => {
    const { page, opened, told, closed } = served();
    expect(opened).toEqual([]);
    page.postMessage('headset-1');
    page.postMessage(new Uint8Array([0, 1]));
    page.postMessage(new Uint8Array([2, 3]).buffer);
    await expect.poll(() => told).toHaveLength(3);
    opened[0]?.send(new Uint8Array([9]));
    expect(await once(page, 'message')).toEqual([new Uint8Array([9])]);
    page.close();
    await closed;
    expect(told).toEqual(['headset-1', new Uint8Array([0, 1]), new Uint8Array([2, 3]), 'closed']);
  });

  it.each([new Uint8Array(257), 'x'.repeat(257), { a: 1 }, null])('closes at %j', async (message) => {
    const { page, told, closed } = served();
    page.postMessage('headset-1');
    page.postMessage(message);
    await closed;
    expect(told.slice(0, 3)).toEqual(['headset-1', 'too large', 'closed']);
  });
});
