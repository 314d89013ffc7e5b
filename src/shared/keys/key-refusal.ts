import { keyLabel, type KeyName } from './key-name';

/** Reasons for refusing a key, or a command to the vault. Each has a paragraph in docs/failures.md. */
export const KEY_REFUSALS = [
  'empty',
  'too-long',
  'shortened',
  'has-spaces',
  'odd-characters',
  'not-this-kind',
  'api-key-sid',
  'admin-key',
  'locked',
  'key-store-refused',
  'cannot-save',
  'not-needed',
] as const;

export type KeyRefusal = (typeof KEY_REFUSALS)[number];

const LOOKS: Readonly<Record<KeyName, string>> = {
  openAiKey: 'It begins with “sk-”; create one at platform.openai.com/api-keys.',
  twilioAccountSid: 'It is “AC” and 32 digits or letters from a to f; the first page of the Twilio console shows it.',
  twilioAuthToken:
    'It is 32 digits or letters from a to f; the first page of the Twilio console shows it beside the SID.',
  twilioApiKeySid: 'It is “SK” and 32 digits or letters from a to f; the Twilio console lists it under API keys.',
  twilioApiKeySecret: 'It is a run of letters and digits, shown once when the API key is created.',
  twilioSharedKeySecret:
    'It is the secret of the SharedKey with which the account signs webhooks; the Twilio console shows it when the key is created.',
  ngrokAuthtoken:
    'Copy it from dashboard.ngrok.com under “Your Authtoken”; an API key or a credential id does not work.',
};

/** Sentence and remedy for a refused key. */
export function keyRefusalLabels(refusal: KeyRefusal, name: KeyName): { sentence: string; remedy: string } {
  const label = keyLabel(name);
  switch (refusal) {
    case 'empty':
      return { sentence: `No ${label} was entered.`, remedy: LOOKS[name] };
    case 'too-long':
      return { sentence: `This is too long for any ${label}.`, remedy: `Copy the key alone. ${LOOKS[name]}` };
    case 'shortened':
      return {
        sentence: `This is a shortened display of the ${label}, with its middle left out.`,
        remedy: 'Copy the whole key; services show it in full only once, so a new one may be needed.',
      };
    case 'has-spaces':
      return { sentence: `There is a space or a line break in the ${label}.`, remedy: 'Copy the key alone.' };
    case 'odd-characters':
      return { sentence: `The ${label} holds characters that no key has.`, remedy: 'Copy it again from its service.' };
    case 'not-this-kind':
      return { sentence: `This is no ${label}.`, remedy: LOOKS[name] };
    case 'api-key-sid':
      return {
        sentence: 'This is the SID of an API key (SK…), not of the account.',
        remedy: `${LOOKS.twilioAccountSid} The API key has fields of its own.`,
      };
    case 'admin-key':
      return {
        sentence: 'This is an OpenAI admin key; it manages an organization and cannot hold a conversation.',
        remedy: 'Create a project key at platform.openai.com/api-keys.',
      };
    case 'locked':
      return {
        sentence: 'The stored keys cannot be changed while the key store of this system is locked.',
        remedy: 'Unlock the key store, then try again.',
      };
    case 'key-store-refused':
      return {
        sentence: `The key store of this system did not take the ${label}.`,
        remedy: 'Check whether it is asking for its password, then try again.',
      };
    case 'cannot-save':
      return {
        sentence: `The ${label} could not be written to disk; what was stored before is unchanged.`,
        remedy: 'Check that the data folder can be written and the disk has room.',
      };
    case 'not-needed':
      return {
        sentence: 'The key store of this system protects the keys already.',
        remedy: 'No action is needed.',
      };
  }
}
