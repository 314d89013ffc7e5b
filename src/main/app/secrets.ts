import type { KeyRefusal } from '../../shared/keys/key-refusal';
import {
  entryOf,
  MAX_TOOL_SECRETS,
  packSecret,
  unpackSecret,
  type NewToolSecret,
  type ToolSecretRefusal,
  type ToolSecretStatus,
} from '../../shared/keys/tool-secret';
import { originOf } from '../../shared/tool/web-address';
import type { Secrets } from '../ports/ports';
import type { EntryVault, KeyOutcome, KeyVault, ReadToolSecret } from '../ports/ports-keys';
import type { SecretOutcome } from '../ports/ports-tools';

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

/** Tool secrets of a vault: their status for a screen, and the only way for tools to read them. */
export interface ToolSecrets {
  list(): readonly ToolSecretStatus[];
  set(secret: NewToolSecret): Promise<SecretOutcome>;
  clear(name: string): Promise<SecretOutcome>;
  readonly read: ReadToolSecret;
}

/**
 * Creates access to the tool secrets. Each is bound to the origins it may be sent to, so an imported agent cannot carry
 * it away.
 */
export function createToolSecrets(vault: EntryVault): ToolSecrets {
  const statusOf = (entry: string) => vault.entries().find((each) => each.entry === entry);
  return {
    list: () =>
      vault.entries().flatMap((each): readonly ToolSecretStatus[] => {
        if (each.state === 'absent') return [];
        const { entry, state, last4, since } = each;
        const kept = vault.readEntry(entry);
        return [
          {
            name: entry.slice('tool:'.length),
            state,
            last4,
            since,
            ...(each.state === 'set' ? { protection: each.protection } : {}),
            origins: kept === undefined ? [] : unpackSecret(kept).origins,
          },
        ];
      }),
    set: async (secret) => {
      const entry = entryOf(secret.name);
      if (statusOf(entry) === undefined && vault.entries().length >= MAX_TOOL_SECRETS)
        return { ok: false, code: 'too-many' };
      const origins = secret.origins.map((each) => originOf(each) ?? '').filter((each) => each !== '');
      return outcomeOf(await vault.put(entry, packSecret({ value: secret.value, origins })));
    },
    clear: async (name) => outcomeOf(await vault.remove(entryOf(name))),
    read: (name, origin) => {
      const kept = vault.readEntry(entryOf(name));
      if (kept === undefined) return { ok: false, why: statusOf(entryOf(name)) === undefined ? 'absent' : 'locked' };
      const { value, origins } = unpackSecret(kept);
      return origins.includes(origin) ? { ok: true, value } : { ok: false, why: 'elsewhere' };
    },
  };
}

function outcomeOf(outcome: KeyOutcome): SecretOutcome {
  return outcome.ok ? outcome : { ok: false, code: codeOf(outcome.refusal) };
}

function codeOf(refusal: KeyRefusal): ToolSecretRefusal {
  return refusal === 'locked' || refusal === 'key-store-refused' ? refusal : 'cannot-save';
}
