import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { AudioChannel } from '../ports/ports-headset';
import { cappedPort, serveAudioPort } from './served-port';

function rawPort(port: MessagePort) {
  return {
    on: (event: string, listener: (message: { data: unknown }) => void) =>
      port.on(event, (data: unknown) => listener({ data })),
    postMessage: (data: unknown) => port.postMessage(data),
    close: () => port.close(),
  };
}

function listening(maxBytes: number) {
  const { port1, port2 } = new MessageChannel();
  const heard: unknown[] = [];
  let refusals = 0;
  cappedPort(rawPort(port1), maxBytes, () => (refusals += 1)).on('message', (message) => heard.push(message?.data));
  return { far: port2, closed: once(port1, 'close'), heard, refusals: () => refusals };
}

describe('cappedPort', () => {
  it('passes what is small enough and closes at what is not', async () => {
    const { far, closed, heard, refusals } = listening(4);
    for (const data of ['four', new Uint8Array(4), 'fiver', 'late']) far.postMessage(data);
    await closed;
    expect(heard).toEqual(['four', new Uint8Array(4)]);
    expect(refusals()).toBe(1);
  });

  it('closes at an object, whose size nobody knows', async () => {
    const { far, closed, refusals } = listening(1024);
    far.postMessage({ a: 1 });
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
