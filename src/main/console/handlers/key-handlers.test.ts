import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { KeyName } from '../../../shared/keys/key-name';
import type { VaultStatus } from '../../../shared/keys/vault-status';
import type { KeyChecks, KeyCommands, KeyOutcome } from '../../ports/ports-keys';
import { createKeyHandlers } from './key-handlers';

const CANARY = 'sk-proj-canary-3f9a7b1c5d2e8f60';
const STATUS: VaultStatus = {
  state: 'open',
  problem: null,
  protection: 'os-key-store',
  canAcceptWeaker: false,
  keys: [{ state: 'set', name: 'openAiKey', last4: '8f60', since: 1, protection: 'os-key-store' }],
};

/** A careless vault, which reveals its keys wherever it can. */
const LEAKY = { ...STATUS, value: CANARY, keys: STATUS.keys.map((key) => ({ ...key, value: CANARY })) };

function client(outcome: KeyOutcome = { ok: true }) {
  const asked: unknown[] = [];
  const keep = async (...what: unknown[]): Promise<KeyOutcome> => {
    asked.push(what);
    return Object.assign({ value: CANARY }, outcome);
  };
  const keys: KeyCommands & { read(name: KeyName): string } = {
    status: () => LEAKY,
    set: (name, pasted) => keep('set', name, pasted),
    clear: (name) => keep('clear', name),
    acceptWeakerProtection: () => keep('acceptWeaker'),
    retry: async () => LEAKY,
    read: () => CANARY,
  };
  const checks: KeyChecks = {
    openAi: async () => ({ service: 'openai', outcome: 'ok', model: 'm', key: CANARY }),
    twilio: async () => ({ service: 'twilio', outcome: 'ok', accountName: 'Shop', notes: ['trial'], key: CANARY }),
    ngrok: async () => ({ service: 'ngrok', outcome: 'no-key', key: CANARY }),
  };
  return { asked, key: createRouterClient(createKeyHandlers({ keys, checks })) };
}

describe('the console’s keys', () => {
  it('go in, are cleared and checked, and none ever comes out', async () => {
    const { key, asked } = client();
    const done = { ok: true, status: STATUS };
    expect(await key.status()).toEqual(STATUS);
    expect(await key.set({ name: 'openAiKey', value: CANARY })).toEqual(done);
    expect(await key.clear({ name: 'openAiKey' })).toEqual(done);
    expect(await key.acceptWeaker()).toEqual(done);
    expect(await key.retry()).toEqual(STATUS);
    expect(await key.check({ service: 'openai' })).toEqual({ service: 'openai', outcome: 'ok', model: 'm' });
    expect(await key.check({ service: 'twilio' })).toEqual({
      service: 'twilio',
      outcome: 'ok',
      accountName: 'Shop',
      notes: ['trial'],
    });
    expect(await key.check({ service: 'ngrok' })).toEqual({ service: 'ngrok', outcome: 'no-key' });
    expect(asked).toEqual([['set', 'openAiKey', CANARY], ['clear', 'openAiKey'], ['acceptWeaker']]);
  });

  it('are refused with a code', async () => {
    const { key } = client({ ok: false, refusal: 'cannot-save' });
    const refused = { ok: false, code: 'cannot-save' };
    expect(await key.set({ name: 'openAiKey', value: CANARY })).toEqual(refused);
    expect(await key.clear({ name: 'openAiKey' })).toEqual(refused);
    expect(await key.acceptWeaker()).toEqual(refused);
  });

  it('have no other names and no other procedures than these', async () => {
    const { key, asked } = client();
    const wrong = [
      key.set({ name: 'constructor', value: CANARY } as never),
      key.set({ name: 'openAiKey', value: CANARY.repeat(200) }),
      key.set({ name: 'openAiKey', value: [CANARY] } as never),
      key.clear({ name: '__proto__' } as never),
      key.check({ service: 'mail' } as never),
    ];
    for (const answer of wrong) {
      const error: unknown = await answer.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'BAD_REQUEST' });
      expect(JSON.stringify(error)).not.toContain('canary');
    }
    expect(asked).toEqual([]);
    const router = createKeyHandlers({ keys: {} as KeyCommands, checks: {} as KeyChecks });
    expect(Object.keys(router)).toEqual(['status', 'set', 'clear', 'acceptWeaker', 'retry', 'check']);
  });
});
