import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { cappedPort } from './capped-port';

function listening(maxBytes: number) {
  const { port1, port2 } = new MessageChannel();
  const heard: unknown[] = [];
  let refusals = 0;
  const raw = {
    on: (event: string, listener: (message: { data: unknown }) => void) =>
      port1.on(event, (data: unknown) => listener({ data })),
    postMessage: (data: unknown) => port1.postMessage(data),
    close: () => port1.close(),
  };
  cappedPort(raw, maxBytes, () => (refusals += 1)).on('message', (message) => heard.push(message?.data));
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
