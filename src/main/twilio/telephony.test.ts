import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CarrierError } from '../../shared/line/carrier-failure';
import { createTelephony } from './telephony';

const ACCOUNT = 'AC0123456789abcdef0123456789abcdef';
const CALL = 'CA0123456789abcdef0123456789abcdef';
const TOKEN = 'canary-token-4711';
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(answer: (request: IncomingMessage, body: string, response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => answer(request, body, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const secrets = { openAiKey: () => undefined, twilio: () => ({ accountSid: ACCOUNT, authToken: TOKEN }) };

async function failureOf(promise: Promise<void>): Promise<CarrierError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CarrierError)) expect.fail('not refused by a CarrierError');
  return error;
}

const refusing = (status: number, body: string) =>
  serve((_request, _body, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });

describe('createTelephony', () => {
  it('completes the call over the REST wire', async () => {
    const seen: string[] = [];
    const url = await serve((request, body, response) => {
      seen.push(`${request.method ?? ''} ${request.url ?? ''} ${body} ${request.headers.authorization ?? ''}`);
      response.writeHead(200, { 'content-type': 'application/json' }).end(`{"sid":"${CALL}","status":"completed"}`);
    });
    await createTelephony(secrets, url).hangUp(CALL);
    const basic = Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64');
    expect(seen).toEqual([`POST /2010-04-01/Accounts/${ACCOUNT}/Calls/${CALL}.json Status=completed Basic ${basic}`]);
  });

  it.each([
    [400, 21220],
    [404, 20404],
  ])('takes a call that is over for a success: %i %i', async (status, code) => {
    const url = await refusing(status, JSON.stringify({ code, message: 'x', more_info: 'x', status }));
    await expect(createTelephony(secrets, url).hangUp(CALL)).resolves.toBeUndefined();
  });

  it.each([
    [401, JSON.stringify({ code: 20003, message: 'Authenticate', status: 401 }), 'keys-refused'],
    [403, JSON.stringify({ code: 20005, message: 'x', status: 403 }), 'account-not-active'],
    [400, JSON.stringify({ code: 99999, message: 'x', status: 400 }), 'refused'],
    [502, '<html>bad gateway</html>', 'unreachable'],
  ])('names a refusal in its own words: %i', async (status, body, failure) => {
    const url = await refusing(status, body);
    expect((await failureOf(createTelephony(secrets, url).hangUp(CALL))).failure).toBe(failure);
  });

  it('says that nobody is there, without saying who asked', async () => {
    const url = await refusing(200, '{}');
    await closers.pop()?.();
    const error = await failureOf(createTelephony(secrets, url).hangUp(CALL));
    expect(error.failure).toBe('unreachable');
    const dump = `${JSON.stringify(error)} ${error.stack ?? ''} ${String(error)} ${Object.values(error).join()}`;
    expect(dump).not.toContain(TOKEN);
    expect(dump).not.toContain(Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64'));
    expect(error.cause).toBeUndefined();
  });

  it('asks nobody without keys, and follows keys that change', async () => {
    let keys: { accountSid: string; authToken: string } | undefined = { accountSid: ACCOUNT, authToken: ' ' };
    const seen: (string | undefined)[] = [];
    const url = await serve((request, _body, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    const telephony = createTelephony({ openAiKey: () => undefined, twilio: () => keys }, url);
    expect((await failureOf(telephony.hangUp(CALL))).failure).toBe('no-keys');
    keys = undefined;
    expect((await failureOf(telephony.hangUp(CALL))).failure).toBe('no-keys');
    for (const authToken of ['one', 'two']) {
      keys = { accountSid: ACCOUNT, authToken };
      await telephony.hangUp(CALL);
    }
    expect(seen).toEqual(
      ['one', 'two'].map((token) => `Basic ${Buffer.from(`${ACCOUNT}:${token}`).toString('base64')}`),
    );
  });
});
