import type { KeyName, KeyService } from '../../shared/keys/key-name';

const SERVICES: Readonly<Record<KeyName, KeyService>> = {
  openAiKey: 'openai',
  twilioAccountSid: 'twilio',
  twilioAuthToken: 'twilio',
  twilioApiKeySid: 'twilio',
  twilioApiKeySecret: 'twilio',
  ngrokAuthtoken: 'ngrok',
};

/** Who can say whether the key is good. */
export function serviceOf(name: KeyName): KeyService {
  return SERVICES[name];
}
