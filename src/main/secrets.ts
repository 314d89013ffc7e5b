import type { Config } from './config';
import type { Secrets } from './ports';

/** The keys that serve mode was started with, for as long as it runs. */
export function fixedSecrets({ openAiKey, twilioAccountSid, twilioAuthToken }: Config['secrets']): Secrets {
  return {
    openAiKey: () => openAiKey,
    twilio: () =>
      twilioAccountSid === undefined || twilioAuthToken === undefined
        ? undefined
        : { accountSid: twilioAccountSid, authToken: twilioAuthToken },
  };
}
