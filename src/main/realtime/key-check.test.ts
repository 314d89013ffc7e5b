import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { checkLabels } from '../../shared/keys/key-check-labels';
import { OPENAI_OUTCOMES, type OpenAiOutcome } from '../../shared/keys/key-check';
import { loadClips } from '../../simulator/clips/clips';
import type { ModelListFault } from '../../simulator/realtime/protocol/http';
import { startRealtimeSimulator, type RealtimeSimulatorOptions } from '../../simulator/realtime/realtime-simulator';
import { createOpenAiKeyCheck, modelsUrl } from './key-check';

const KEY = 'sk-proj-canary-3f9a7b1c5d2e8f60';
const MODEL = 'gpt-realtime-2.1';
const clips = loadClips(fileURLToPath(new URL('../../../resources/clips', import.meta.url)));
const closers: (() => Promise<unknown>)[] = [];
const seen = new Set<OpenAiOutcome>();

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function check(url: string, key: string | undefined = KEY, limitMs?: number, model = MODEL) {
  const secrets = { openAiKey: () => key };
  const answer = await createOpenAiKeyCheck({ url, secrets, model: () => model, ...(limitMs && { limitMs }) })();
  expect(JSON.stringify(answer)).not.toContain('canary');
  seen.add(answer.outcome);
  return answer;
}

async function simulated(options: Partial<RealtimeSimulatorOptions> = {}): Promise<string> {
  const simulator = await startRealtimeSimulator({ clips, keys: [KEY], ...options });
  closers.push(() => simulator.close());
  return simulator.url;
}

async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/realtime`;
}

describe('the OpenAI key', () => {
  it('is taken, and the model is there', async () => {
    expect(await check(await simulated())).toEqual({ service: 'openai', outcome: 'ok', model: MODEL });
  });

  it('is taken, but the model is not among its models', async () => {
    const url = await simulated({ models: ['gpt-realtime-2.1-mini', 'gpt-realtime'] });
    expect(await check(url)).toMatchObject({ outcome: 'no-such-model', model: MODEL });
  });

  it('is taken, and the model has an announced end', async () => {
    const list = [{ id: 'other' }, { id: MODEL, shutdown_date: '2027-05-31' }];
    const url = await served((_request, response) => response.end(JSON.stringify({ data: list })));
    const answer = await check(url);
    expect(answer).toMatchObject({ outcome: 'ok', endsOn: '2027-05-31' });
    expect(checkLabels(answer)).toMatchObject({
      isFine: true,
      notes: [`OpenAI ends ${MODEL} on May 31, 2027. Choose another model before that day.`],
    });
  });

  it('is missing, wrong, or no key at all', async () => {
    const url = await simulated();
    const { outcome } = await createOpenAiKeyCheck({
      url,
      secrets: { openAiKey: () => undefined },
      model: () => MODEL,
    })();
    seen.add(outcome);
    expect(outcome).toBe('no-key');
    expect((await check(url, `${KEY}x`)).outcome).toBe('key-refused');
    expect((await check(url, `${KEY}\r\nHost: elsewhere`)).outcome).toBe('key-refused');
    expect((await check(url, 'sk-ключ')).outcome).toBe('key-refused');
  });

  it.each<[ModelListFault, OpenAiOutcome]>([
    ['quota', 'no-quota'],
    ['rate-limit', 'too-many-requests'],
    ['missing-scope', 'may-not-list'],
    ['country', 'region-not-served'],
    ['region', 'wrong-host'],
    ['server-error', 'service-trouble'],
    ['html', 'not-understood'],
    ['hangs', 'timed-out'],
  ])('meets a service that says %s: %s', async (fault, outcome) => {
    const url = await simulated({ modelListFault: () => fault });
    expect((await check(url, KEY, fault === 'hangs' ? 200 : undefined)).outcome).toBe(outcome);
  });

  it.each<[number, unknown, OpenAiOutcome]>([
    [401, { error: { message: `Incorrect API key provided: ${KEY}.`, code: 'invalid_api_key' } }, 'key-refused'],
    [401, { error: { message: 'You have insufficient permissions. Missing scopes: api.model.read.' } }, 'may-not-list'],
    [403, { error: { message: 'deactivated', code: 'account_deactivated' } }, 'account-not-active'],
    [429, { error: { message: 'hard limit', code: 'billing_hard_limit_reached' } }, 'no-quota'],
    [404, { error: { message: 'Invalid URL' } }, 'not-understood'],
    [403, 'Forbidden by the proxy', 'not-understood'],
    [302, '', 'not-understood'],
    [200, { data: 'all of them' }, 'not-understood'],
    [200, [], 'not-understood'],
  ])('reads an answer of %i %j as %s', async (status, body, outcome) => {
    const url = await served((_request, response) => {
      response.writeHead(status, { location: 'http://127.0.0.1:9/' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    expect((await check(url)).outcome).toBe(outcome);
  });

  it('does not follow anybody else’s address with the key', async () => {
    const elsewhere: string[] = [];
    const other = await served((request, response) => {
      elsewhere.push(request.url ?? '');
      response.end('{"data":[]}');
    });
    const url = await served((_request, response) => response.writeHead(307, { location: other }).end());
    expect((await check(url)).outcome).toBe('not-understood');
    expect(elsewhere).toEqual([]);
  });

  it('stops reading an answer without end', async () => {
    let sent = 0;
    const url = await served((_request, response) => {
      response.on('error', () => response.destroy());
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 0x20))) sent += 65_536;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect((await check(url)).outcome).toBe('not-understood');
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it('meets nobody', async () => {
    const url = await served(() => undefined);
    await closers.splice(0)[0]?.();
    expect((await check(url)).outcome).toBe('unreachable');
    const resetting = await served((request) => request.socket.resetAndDestroy());
    expect((await check(resetting)).outcome).toBe('unreachable');
  });

  it('has met every outcome there is', () => {
    expect([...seen].sort()).toEqual([...OPENAI_OUTCOMES].sort());
  });
});

describe('the list of models', () => {
  it.each([
    ['wss://api.openai.com/v1/realtime', 'https://api.openai.com/v1/models'],
    ['ws://127.0.0.1:8080/v1/realtime/', 'http://127.0.0.1:8080/v1/models'],
    ['wss://gateway.example/openai/v1/realtime?x=1', 'https://gateway.example/openai/v1/models'],
    ['wss://other.example/speech', 'https://other.example/v1/models'],
  ])('of %s is at %s', (realtime, models) => {
    expect(modelsUrl(realtime).href).toBe(models);
  });
});
