import type { KeyName } from '../../shared/keys/key-name';

const KEY_OF_VARIABLE: Readonly<Record<string, KeyName>> = {
  OPENAI_API_KEY: 'openAiKey',
  TWILIO_ACCOUNT_SID: 'twilioAccountSid',
  TWILIO_AUTH_TOKEN: 'twilioAuthToken',
  NGROK_AUTHTOKEN: 'ngrokAuthtoken',
};
const LINE = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/;
const NGROK_HOST = /(?:^|\.)ngrok(?:-free)?\.(?:app|dev|io)$/;

/** Contents of a predecessor's `.env` text that Switchboard can use. `domain`: the ngrok domain of its public URL. */
export interface EnvText {
  readonly keys: readonly (readonly [KeyName, string])[];
  readonly domain: string | null;
}

/** Parses `NAME=value` lines, quoted or not; ignores everything else. */
export function readEnvText(text: string): EnvText {
  const keys: (readonly [KeyName, string])[] = [];
  let domain: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    const [, variable = '', raw = ''] = LINE.exec(line) ?? [];
    const value = raw.replace(/^(["'])(.*)\1$/, '$2').trim();
    const name = KEY_OF_VARIABLE[variable];
    if (value === '') continue;
    if (name !== undefined) keys.push([name, value]);
    if (variable === 'PUBLIC_URL') domain = ngrokHost(value);
  }
  return { keys, domain };
}

function ngrokHost(value: string): string | null {
  try {
    const { hostname } = new URL(value);
    return NGROK_HOST.test(hostname) ? hostname : null;
  } catch {
    return null;
  }
}
