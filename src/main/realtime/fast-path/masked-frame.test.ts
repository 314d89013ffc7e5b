import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { maskedTextFrame } from './masked-frame';

it('is a whole message to a server that nobody here wrote, between messages of a library too', async () => {
  const lengths = [0, 1, 2, 3, 125, 126, 127, 300, 40_000, 65_535, 65_536, 200_000];
  const texts = lengths.map((length) => '{"audio":"/+Az09=="}'.repeat(length / 20 + 1).slice(0, length));
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  const heard: string[] = [];
  const all = new Promise<void>((resolve, reject) => {
    server.on('connection', (socket) => {
      socket.on('error', reject);
      socket.on('message', (data: Buffer, isBinary) => {
        heard.push(isBinary ? 'binary' : data.toString());
        if (heard.length === 2 * texts.length) resolve();
      });
    });
  });
  const client = new WebSocket(`ws://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  const upgraded = once(client, 'upgrade');
  await once(client, 'open');
  const [{ socket }] = (await upgraded) as [{ socket: NodeJS.WritableStream }];
  for (const text of texts) {
    socket.write(maskedTextFrame(text));
    client.ping();
    client.send('between');
  }
  await all;
  expect(heard).toEqual(texts.flatMap((text) => [text, 'between']));
  client.terminate();
  server.close();
});

it('masks each message with a key of its own, which undone leaves the text', () => {
  const seen = new Set<number>();
  const ascii = fc.string({ unit: 'binary-ascii', minLength: 126, maxLength: 400 });
  fc.assert(
    fc.property(ascii, (text) => {
      const frame = maskedTextFrame(text);
      const key = frame.subarray(4, 8);
      seen.add(key.readUInt32BE());
      const body = frame.subarray(8).map((byte, at) => byte ^ (key[at % 4] ?? 0));
      expect(Buffer.from(body).toString('latin1')).toBe(text);
    }),
    { numRuns: 3000 },
  );
  expect(seen.size).toBeGreaterThan(2990);
});
