import type { NgrokOutcome } from '../../shared/keys/key-check';
import { tidyKey } from '../../shared/keys/key-shape';
import type { Secrets } from '../ports/ports';
import type { KeyChecks, KeyVault } from '../ports/ports-keys';
import { createOpenAiKeyCheck } from '../realtime/key-check';
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
