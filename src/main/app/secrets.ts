import { KEY_NAMES, type KeyName } from '../../shared/keys/key-name';
import { tidyKey } from '../../shared/keys/key-shape';
import { isToolSecretEntry } from '../../shared/keys/tool-secret';
import type { Clock, Secrets } from '../ports/ports';
import type { KeyVault } from '../ports/ports-keys';
import { HeldKeys } from '../store/vault/held-keys';

/** Keys by name, where there are any. */
export type GivenKeys = Readonly<Partial<Record<KeyName, string | undefined>>>;

/** View of a vault for the adapters: the keys as they are at each request. */
export function secretsOf(vault: Pick<KeyVault, 'read'>): Secrets {
  return {
    openAiKey: () => vault.read('openAiKey'),
    twilio: () => {
      const accountSid = vault.read('twilioAccountSid');
      const authToken = vault.read('twilioAuthToken');
      return accountSid === undefined || authToken === undefined ? undefined : { accountSid, authToken };
    },
  };
}

/** Creates a vault without a disk, for serve mode: the keys given at the start, and changes for this run. */
export function createEnvironmentVault(given: GivenKeys, clock: Clock): KeyVault {
  const held = new HeldKeys();
  const listeners = new Set<() => void>();
  held.holdAll(given, clock.wallMs(), 'environment');

  function changed(): { readonly ok: true } {
    for (const listener of listeners) listener();
    return { ok: true };
  }

  const vault: KeyVault = {
    status: () => ({
      state: 'open',
      problem: null,
      protection: 'environment',
      canAcceptWeaker: false,
      keys: KEY_NAMES.map((name) => ({ ...(held.status(name) ?? { state: 'absent' }), name })),
    }),
    set: async (name, pasted) => {
      const tidy = tidyKey(name, pasted);
      if (!tidy.ok) return tidy;
      held.hold(name, tidy.value, clock.wallMs(), 'this-run-only');
      return changed();
    },
    clear: async (name) => {
      held.drop(name);
      return changed();
    },
    entries: () =>
      held
        .names()
        .filter(isToolSecretEntry)
        .map((entry) => ({ ...(held.status(entry) ?? { state: 'absent' }), entry })),
    put: async (entry, text) => {
      held.hold(entry, text, clock.wallMs(), 'this-run-only');
      return changed();
    },
    remove: async (entry) => {
      held.drop(entry);
      return changed();
    },
    readEntry: (entry) => held.read(entry),
    acceptWeakerProtection: () => Promise.resolve({ ok: false, refusal: 'not-needed' }),
    retry: () => Promise.resolve(vault.status()),
    read: (name) => held.read(name),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => held.clear(),
  };
  return vault;
}
