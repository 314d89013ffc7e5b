import { describe, expect, it } from 'vitest';
import type { KeyStatus } from '../../../shared/keys/vault-status';
import { vaultOf } from '../../stores/setup.fixture';
import { checkNotice, isCheckFine, isKeySet, keyStatusLabel, keyStatus } from './key-labels';

describe('a key in words', () => {
  const set: KeyStatus = { state: 'set', name: 'openAiKey', last4: '3f9a', since: 0, protection: 'os-key-store' };

  it.each([
    [set, 'ends in 3f9a · stored encrypted'],
    [{ ...set, protection: 'environment' }, 'ends in 3f9a · given by the environment'],
    [{ ...set, protection: 'this-run-only', last4: '' }, 'set · for this run only'],
    [{ ...set, state: 'locked' }, 'ends in 3f9a · stored, but the key store is locked'],
    [{ ...set, state: 'unreadable' }, 'ends in 3f9a · cannot be read any more: enter it again'],
    [{ state: 'absent', name: 'openAiKey' }, 'not entered yet'],
  ] as readonly (readonly [KeyStatus, string])[])('%o', (status, words) => {
    expect(keyStatusLabel(status)).toBe(words);
  });

  it('counts as set only when it can be used', () => {
    expect(isKeySet(vaultOf('openAiKey'), 'openAiKey')).toBe(true);
    expect(isKeySet(vaultOf(), 'openAiKey')).toBe(false);
    expect(keyStatus(null, 'openAiKey').state).toBe('absent');
  });
});

describe('what a service says', () => {
  it('is waited for, may not come, or is told with its remedy', () => {
    expect(checkNotice({ state: 'asking' }, 'OpenAI')).toMatchObject({ tone: 'busy', sentence: 'Asking OpenAI…' });
    expect(checkNotice({ state: 'not-reached' }, 'OpenAI').tone).toBe('failing');
    const refused = checkNotice(
      { state: 'answered', check: { service: 'openai', outcome: 'key-refused', model: 'm' } },
      'OpenAI',
    );
    expect(refused.tone).toBe('failing');
    expect(refused.remedy).not.toBe('');
  });

  it('names the model or the account, and warns of a trial', () => {
    const fine = { state: 'answered', check: { service: 'openai', outcome: 'ok', model: 'gpt-realtime-2.1' } } as const;
    expect(checkNotice(fine, 'OpenAI')).toMatchObject({ tone: 'ok' });
    expect(checkNotice(fine, 'OpenAI').sentence).toContain('gpt-realtime-2.1');
    const trial = {
      state: 'answered',
      check: { service: 'twilio', outcome: 'ok', accountName: 'Corner shop', notes: ['trial'] },
    } as const;
    expect(checkNotice(trial, 'Twilio')).toMatchObject({ tone: 'attention' });
    expect(checkNotice(trial, 'Twilio').sentence).toContain('Corner shop');
    expect(isCheckFine(trial)).toBe(true);
    expect(isCheckFine(undefined)).toBe(false);
  });
});
