import type { NgrokOutcome } from '../../shared/keys/key-check';
import { KEY_NAMES } from '../../shared/keys/key-name';
import { tidyKey } from '../../shared/keys/key-shape';
import { unpackSecret } from '../../shared/keys/tool-secret';
import type { Secrets } from '../ports/ports';
import type { KeyChecks, KeyVault } from '../ports/ports-keys';
import { createOpenAiKeyCheck } from '../realtime/key-check';
import { waysToWrite } from '../tools/secrets-in-use';
import { createTwilioAccountCheck } from '../twilio/account-check';

/** View of a vault for the adapters: the keys as they are at each request. */
export function secretsOf(vault: Pick<KeyVault, 'read'>): Secrets {
  return {
    openAiKey: () => vault.read('openAiKey'),
    twilio: () => {
      const accountSid = vault.read('twilioAccountSid');
      const authToken = vault.read('twilioAuthToken');
      if (accountSid === undefined || authToken === undefined) return undefined;
      const sharedSecret = vault.read('twilioSharedKeySecret');
      return { accountSid, authToken, ...(sharedSecret !== undefined && { sharedSecret }) };
    },
  };
}

/** Shortest text to look for in what leaves the machine; a shorter one would be found in ordinary words. */
const MIN_HIDDEN_CHARS = 8;

/**
 * Returns every way in which the keys and tool secrets of a vault may be written, the longest first, as they are now: what an
 * export or the log must not hold.
 */
export function secretSpellings(
  vault: Pick<KeyVault, 'read' | 'entries' | 'readEntry' | 'subscribe'>,
): () => readonly string[] {
  let known: readonly string[] | undefined;
  vault.subscribe(() => (known = undefined));
  const spell = (): readonly string[] => {
    const keys = KEY_NAMES.map((name) => vault.read(name));
    const ofTools = vault.entries().map(({ entry }) => {
      const kept = vault.readEntry(entry);
      return kept === undefined ? undefined : unpackSecret(kept).value;
    });
    const texts = [...keys, ...ofTools].flatMap((secret) => (secret === undefined ? [] : [...waysToWrite(secret)]));
    return texts.filter(({ length }) => length >= MIN_HIDDEN_CHARS).sort((one, other) => other.length - one.length);
  };
  return () => (known ??= spell());
}

export interface KeyCheckParts {
  readonly vault: Pick<KeyVault, 'read'>;
  readonly realtimeUrl: string;
  readonly twilioApiUrl: string;
  /** Model the check asks for. */
  readonly model: () => string;
}

/** Creates a check for each service, of the keys as they are when it runs. */
export function createKeyChecks({ vault, realtimeUrl, twilioApiUrl, model }: KeyCheckParts): KeyChecks {
  return {
    openAi: createOpenAiKeyCheck({ url: realtimeUrl, secrets: secretsOf(vault), model }),
    twilio: createTwilioAccountCheck({ vault, apiUrl: twilioApiUrl }),
    ngrok: async () => ({ service: 'ngrok', outcome: ngrokOutcome(vault.read('ngrokAuthtoken')) }),
  };
}

/** Checks only the token's shape: the tunnel proves the token when it connects. */
function ngrokOutcome(token: string | undefined): NgrokOutcome {
  if (token === undefined) return 'no-key';
  return tidyKey('ngrokAuthtoken', token).ok ? 'looks-right' : 'not-this-kind';
}
