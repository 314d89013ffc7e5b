import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { AudioChannel } from '../ports/ports-headset';
import { serveAudioPort } from './audio-port';

function served() {
  const { port1, port2 } = new MessageChannel();
  const told: unknown[] = [];
  const opened: AudioChannel[] = [];
  const raw = {
    on: (event: string, listener: (message: { data: unknown }) => void) =>
      port1.on(event, (data: unknown) => listener({ data })),
    postMessage: (data: unknown) => port1.postMessage(data),
    close: () => port1.close(),
  };
  serveAudioPort(
    raw,
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
