import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyCheck } from '../../shared/keys/key-check';
import { createApi } from '../client/run';
import { ScriptedMain } from '../client/console.fixture';
import { SetupStore } from './setup-store';
import type { Connection } from '../client/transport';

let main: ScriptedMain;
let connection: Connection;
let store: SetupStore;

beforeEach(async () => {
  main = new ScriptedMain();
  connection = await main.open();
  store = new SetupStore(createApi(() => connection.client).query);
  await store.load();
});

afterEach(() => connection.close());

const KEY = 'sk-proj-secret-of-the-user';
const FINE: KeyCheck = { service: 'openai', outcome: 'ok', model: 'gpt-realtime-2.1' };

describe('SetupStore', () => {
  it('hands a key over and keeps nothing of it', async () => {
    expect(await store.setKey('openAiKey', KEY)).toBeNull();
    expect(main.setup.keys.get('openAiKey')).toBe(KEY);
    expect(JSON.stringify(store.get())).not.toContain(KEY);
    expect(store.get().vault?.keys[0]?.state).toBe('set');
  });

  it('forgets what a service said about a key that is another now', async () => {
    await store.check('openai');
    expect(store.get().checks.openai).toEqual({ state: 'answered', check: FINE });
    await store.setKey('openAiKey', KEY);
    expect(store.get().checks.openai).toBeUndefined();
  });

  it('takes no late answer about the key before', async () => {
    let answer: (check: KeyCheck) => void = () => undefined;
    main.setup.check = () => new Promise((resolve) => (answer = resolve));
    const late = store.check('openai');
    await expect.poll(() => store.get().checks.openai).toEqual({ state: 'asking' });
    await store.setKey('openAiKey', KEY);
    answer(FINE);
    await late;
    expect(store.get().checks.openai).toBeUndefined();
  });

  it('remembers what was chosen, and says why a choice was not taken', async () => {
    expect(await store.reachOnboarding('carrier')).toBeNull();
    expect(store.get().setup?.onboarding).toBe('carrier');
    const refusal = await store.chooseReach({ way: 'own-url', url: 'https://phone.example.com' });
    expect(refusal?.sentence).toContain('environment');
    expect(store.get().setup?.reach).toEqual({ way: 'ngrok', domain: '' });
    expect(await store.practise(true)).toBeNull();
    expect(store.get().setup?.practising).toBe(true);
  });

  it('shows the agent as it was saved', async () => {
    const { agent } = store.get();
    if (agent === null) throw new Error('no agent');
    await store.saveAgent({ ...agent, greeting: 'Good day.' });
    expect(store.get().agent).toMatchObject({ greeting: 'Good day.', version: agent.version + 1 });
  });

  it('says so when nobody answers', async () => {
    connection.close();
    const gone = new SetupStore(createApi(() => null).query);
    await gone.load();
    expect(gone.get()).toMatchObject({ asked: true, setup: null });
    expect((await gone.setKey('openAiKey', KEY))?.sentence).toContain('did not answer');
    await gone.check('openai');
    expect(gone.get().checks.openai).toEqual({ state: 'not-reached' });
  });
});
