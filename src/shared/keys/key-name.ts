/** Every key Switchboard keeps. The names stand in the secret file, so that one may be added but never renamed. */
export const KEY_NAMES = [
  'openAiKey',
  'twilioAccountSid',
  'twilioAuthToken',
  'twilioApiKeySid',
  'twilioApiKeySecret',
  'ngrokAuthtoken',
] as const;

export type KeyName = (typeof KEY_NAMES)[number];

/** What a key is for, and what can be asked whether it takes the key. */
export const KEY_SERVICES = ['openai', 'twilio', 'ngrok'] as const;

export type KeyService = (typeof KEY_SERVICES)[number];

const LABELS: Readonly<Record<KeyName, string>> = {
  openAiKey: 'OpenAI API key',
  twilioAccountSid: 'Twilio Account SID',
  twilioAuthToken: 'Twilio Auth Token',
  twilioApiKeySid: 'Twilio API key SID',
  twilioApiKeySecret: 'Twilio API key secret',
  ngrokAuthtoken: 'ngrok authtoken',
};

/** What its vendor calls the key. */
export function keyLabel(name: KeyName): string {
  return LABELS[name];
}

/** Whether a name is one of a key that this version knows. */
export function isKeyName(name: string): name is KeyName {
  return (KEY_NAMES as readonly string[]).includes(name);
}
