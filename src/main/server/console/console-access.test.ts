import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { ConsoleAccess } from './console-access';

function askedFor(host: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.rawHeaders.push('Host', host);
  request.headers.host = host;
  request.headers.origin = `http://${host}`;
  return request;
}

it('knows the host as a browser names it, which leaves the port of http away', () => {
  for (const [port, host] of [
    [80, '127.0.0.1'],
    [80, 'localhost'],
    [5051, '127.0.0.1:5051'],
  ] as const) {
    expect(new ConsoleAccess(port).refuseUse(askedFor(host))).toBeUndefined();
    expect(new ConsoleAccess(port).refuseRead(askedFor(host))).toBeUndefined();
  }
  expect(new ConsoleAccess(5051).refuseUse(askedFor('127.0.0.1'))).toEqual({ status: 421, reason: 'host' });
  expect(new ConsoleAccess(80).refuseUse(askedFor('desk.example.com'))).toEqual({ status: 421, reason: 'host' });
});
