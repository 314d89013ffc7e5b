import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { textFrame } from './text-frame';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

it('is a whole message to a client that nobody here wrote, of any length and many in one write', async () => {
  const texts = [0, 1, 125, 126, 127, 300, 40_000, 65_535, 65_536, 200_000].map((length) => 'x'.repeat(length));
  const server = createServer((connection: Socket) => {
    connection.once('data', (asked) => {
      const key = /sec-websocket-key: (\S+)/i.exec(asked.toString())?.[1] ?? '';
      const accepted = createHash('sha1')
        .update(key + GUID)
        .digest('base64');
      connection.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accepted}\r\n\r\n`,
      );
      connection.cork();
      for (const text of texts) connection.write(textFrame(text), 'latin1');
      connection.uncork();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  const heard: string[] = [];
  const all = new Promise<void>((resolve, reject) => {
    client.on('error', reject);
    client.on('message', (data: Buffer, isBinary) => {
      heard.push(isBinary ? 'binary' : data.toString());
      if (heard.length === texts.length) resolve();
    });
  });
  await all;
  expect(heard.map(({ length }) => length)).toEqual(texts.map(({ length }) => length));
  expect(heard).toEqual(texts);
  client.terminate();
  server.close();
});
