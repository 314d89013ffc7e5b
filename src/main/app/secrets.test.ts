import { describe, expect, it } from 'vitest';
import { packSecret } from '../../shared/keys/tool-secret';
import { ManualClock } from '../ports/manual-clock.fixture';
import { createEnvironmentVault } from '../store/vault/key-vault';
import { createKeyChecks, secretSpellings, secretsOf } from './secrets';

const SID = `AC${'0123456789abcdef'.repeat(2)}`;
const TOKEN = 'c0ffee00c0ffee00c0ffee00c0ffee00';
const KEY = 'sk-proj-canary-3f9a7b1c5d2e8f60';

describe('the vault of serve mode', () => {
  it('holds what it was started with, and says where that came from', () => {
    const vault = createEnvironmentVault({ openAiKey: KEY, ngrokAuthtoken: undefined }, new ManualClock());
    const { state, protection, canAcceptWeaker, keys } = vault.status();
    expect({ state, protection, canAcceptWeaker }).toEqual({
      state: 'open',
      protection: 'environment',
      canAcceptWeaker: false,
    });
    expect(keys).toHaveLength(7);
    expect(keys.filter((key) => key.state === 'set')).toEqual([
      { state: 'set', name: 'openAiKey', last4: '8f60', since: 1_767_225_600_000, protection: 'environment' },
    ]);
    expect(JSON.stringify(vault.status())).not.toContain('canary');
  });

  it('changes for this run only, and is told who listens', async () => {
    const vault = createEnvironmentVault({ twilioAccountSid: SID, openAiKey: KEY }, new ManualClock());
    let told = 0;
    vault.subscribe(() => told++);
    expect(secretsOf(vault).twilio()).toBeUndefined();
    expect(await vault.set('twilioAuthToken', ` ${TOKEN} `)).toEqual({ ok: true });
    expect(secretsOf(vault).twilio()).toEqual({ accountSid: SID, authToken: TOKEN });
    expect(await vault.set('twilioSharedKeySecret', 'shared-canary-0123456789')).toEqual({ ok: true });
    expect(secretsOf(vault).twilio()?.sharedSecret).toBe('shared-canary-0123456789');
    expect(JSON.stringify(vault.status())).not.toContain('shared-canary');
    expect(vault.status().keys[2]).toMatchObject({ name: 'twilioAuthToken', protection: 'this-run-only' });
    expect(await vault.set('twilioAuthToken', 'a b')).toEqual({ ok: false, refusal: 'has-spaces' });
    expect(await vault.clear('openAiKey')).toEqual({ ok: true });
    expect(secretsOf(vault).openAiKey()).toBeUndefined();
    expect(await vault.acceptWeakerProtection()).toEqual({ ok: false, refusal: 'not-needed' });
    expect(told).toBe(3);
    await vault.close();
    expect(secretsOf(vault).twilio()).toBeUndefined();
  });
});

describe('what leaves the machine', () => {
  it('is searched for every known secret in each encoding, those of tools too, as they are at that moment', async () => {
    const vault = createEnvironmentVault({ openAiKey: KEY }, new ManualClock());
    const spellings = secretSpellings(vault);
    const clean = (text: string) => spellings().reduce((rest, each) => rest.replaceAll(each, '…'), text);
    const ofTool = 'p&ssw"rd of a tool';
    const quoted = (secret: string) => [
      secret,
      JSON.stringify(secret),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('hex'),
      Buffer.from(`user:${secret}`).toString('base64'),
      Buffer.from(secret).toString('base64url'),
    ];
    for (const text of quoted(KEY)) expect(clean(text)).toContain('…');
    expect(quoted(ofTool).map(clean)).toEqual(quoted(ofTool));
    await vault.put('tool:CRM', packSecret({ value: ofTool, origins: ['https://crm.example'] }));
    for (const text of quoted(ofTool)) expect(clean(text)).toContain('…');
    await vault.clear('openAiKey');
    expect(clean(KEY)).toBe(KEY);
  });
});

describe('the look of an ngrok authtoken', () => {
  it.each([
    [undefined, 'no-key'],
    ['2abcDEFghiJKLmnoPQRstuVWXyz_7aBcDeFgHiJkLmNoPqRs', 'looks-right'],
    ['ak_2abcDEFghiJKLmnoPQRstuVWXyz', 'not-this-kind'],
    ['short', 'not-this-kind'],
  ])('%s: %s', async (ngrokAuthtoken, outcome) => {
    const vault = createEnvironmentVault({ ngrokAuthtoken }, new ManualClock());
    const parts = { vault, realtimeUrl: 'ws://127.0.0.1:9/v1/realtime', twilioApiUrl: 'http://127.0.0.1:9' };
    const checks = createKeyChecks({ ...parts, model: () => 'gpt-realtime-2.1' });
    expect(await checks.ngrok()).toEqual({ service: 'ngrok', outcome });
  });
});
