/** Names of the keys Switchboard keeps. They are stored in the secret file: names may be added, but never changed. */
export const KEY_NAMES = [
  'openAiKey',
  'twilioAccountSid',
  'twilioAuthToken',
  'twilioApiKeySid',
  'twilioApiKeySecret',
  'ngrokAuthtoken',
  'twilioSharedKeySecret',
] as const;

export type KeyName = (typeof KEY_NAMES)[number];

/** Services that take a key, and can be asked whether they accept it. */
export const KEY_SERVICES = ['openai', 'twilio', 'ngrok'] as const;

export type KeyService = (typeof KEY_SERVICES)[number];

const LABELS: Readonly<Record<KeyName, string>> = {
  openAiKey: 'OpenAI API key',
  twilioAccountSid: 'Twilio Account SID',
  twilioAuthToken: 'Twilio Auth Token',
  twilioApiKeySid: 'Twilio API key SID',
  twilioApiKeySecret: 'Twilio API key secret',
  ngrokAuthtoken: 'ngrok authtoken',
  twilioSharedKeySecret: 'Twilio shared key secret',
};

/** The vendor's name for the key. */
export function keyLabel(name: KeyName): string {
  return LABELS[name];
}

/** True if this version knows a key of that name. */
export function isKeyName(name: string): name is KeyName {
  return (KEY_NAMES as readonly string[]).includes(name);
}
