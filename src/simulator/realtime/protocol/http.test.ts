import { OpenAI } from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import { clips } from '../call.fixture';
import { startRealtimeSimulator, type RealtimeSimulator, type RealtimeSimulatorOptions } from '../realtime-simulator';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(options: Partial<RealtimeSimulatorOptions> = {}): Promise<RealtimeSimulator> {
  const simulator = await startRealtimeSimulator({ clips, keys: ['sk-right'], ...options });
  closers.push(() => simulator.close());
  return simulator;
}

function clientOf(simulator: RealtimeSimulator, apiKey = 'sk-right'): OpenAI {
  const baseURL = simulator.url.replace('ws:', 'http:').replace('/realtime', '');
  return new OpenAI({ apiKey, baseURL, maxRetries: 0 });
}

async function refusalOf(simulator: RealtimeSimulator, apiKey?: string): Promise<unknown> {
  return clientOf(simulator, apiKey)
    .models.list()
    .catch((error: unknown) => error);
}

describe('the list of models, read by OpenAI’s own library', () => {
  it('names the models of the key', async () => {
    const ids: string[] = [];
    for await (const { id, object } of clientOf(await start({ models: ['gpt-realtime-2.1', 'other'] })).models.list()) {
      expect(object).toBe('model');
      ids.push(id);
    }
    expect(ids).toEqual(['gpt-realtime-2.1', 'other']);
  });

  it('refuses a wrong key, and what the fault says', async () => {
    expect(await refusalOf(await start(), 'sk-wrong')).toMatchObject({ status: 401, code: 'invalid_api_key' });
    const poor = await start({ modelListFault: () => 'quota' });
    expect(await refusalOf(poor)).toMatchObject({ status: 429, code: 'insufficient_quota' });
    const narrow = await start({ modelListFault: () => 'missing-scope' });
    expect(await refusalOf(narrow)).toMatchObject({ status: 403, code: null });
  });

  it('is all there is besides the WebSocket', async () => {
    const { url } = await start();
    const origin = new URL(url.replace('ws:', 'http:')).origin;
    const headers = { Authorization: 'Bearer sk-right' };
    const statuses = [];
    for (const [path, method] of [
      ['/v1/models', 'POST'],
      ['/v1/models/', 'GET'],
      ['/v1/responses', 'POST'],
      ['/', 'GET'],
    ] as const) {
      statuses.push((await fetch(`${origin}${path}`, { method, headers })).status);
    }
    expect(statuses).toEqual([404, 404, 404, 404]);
    expect((await fetch(`${origin}/v1/models`)).status).toBe(401);
  });
});
