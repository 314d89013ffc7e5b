import { readFileSync } from 'node:fs';
import path from 'node:path';
import os from 'node:os';
import { z } from 'zod';
import type { KeyName } from '../shared/keys/key-name';
import { keyRefusalLabels } from '../shared/keys/key-refusal';
import { tidyKey } from '../shared/keys/key-shape';
import { errorCode } from '../shared/std/guards';
import { KEY_OF_VARIABLE, readEnvText } from './app/setup';

/** Configuration of the main process, validated once. */
export interface Config {
  readonly mode: 'desktop' | 'served';
  readonly isDemo: boolean;
  readonly dataFolder: string;
  /** 0 picks a free port. */
  readonly publicPort: number;
  readonly consolePort: number;
  /** The user's own public URL, without a trailing slash; undefined: none. */
  readonly publicUrl: string | undefined;
  readonly liveLines: readonly string[];
  readonly realtimeUrl: string;
  readonly twilioApiUrl: string;
  /** Ngrok domain; undefined: the account's own. */
  readonly ngrokDomain: string | undefined;
  /** False: audio goes through the WebSocket library and the JSON parser, as everything else does. */
  readonly fastPath: boolean;
  readonly keys: Readonly<Partial<Record<KeyName, string | undefined>>>;
}

const DEFAULT_PUBLIC_PORT = 5050;
const DEFAULT_CONSOLE_PORT = 5051;
export const DEFAULT_REALTIME_URL = 'wss://api.openai.com/v1/realtime';
export const DEFAULT_TWILIO_API_URL = 'https://api.twilio.com';

/** Error of an unusable environment; the message names the variable and what it takes. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const SECRET_VARIABLES = Object.keys(KEY_OF_VARIABLE);
/** Variable that names a file with keys as a `.env` has them; `-`: standard input, up to its end. */
const KEYS_FILE = 'SWITCHBOARD_KEYS_FILE';
/** Largest file with keys, in characters. */
const MAX_KEYS_CHARS = 65_536;
const STANDARD_INPUT = 0;

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number; 0 picks a free one')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port number, 65535 at most');

/** A key, tidied as a pasted one is; what a line of a `.env` file may hold around it is taken off as well. */
const key = (name: KeyName) =>
  z
    .string()
    .transform((text, context) => {
      const tidy = tidyKey(name, text.replace(/\s+#.*$/s, ''));
      if (tidy.ok) return tidy.value;
      const { sentence, remedy } = keyRefusalLabels(tidy.refusal, name);
      context.addIssue({ code: 'custom', message: `cannot be used: ${sentence} ${remedy}` });
      return z.NEVER;
    })
    .optional();

const EnvironmentSchema = z.object({
  SWITCHBOARD_DATA_DIR: z.string().optional(),
  SWITCHBOARD_PUBLIC_PORT: port.default(DEFAULT_PUBLIC_PORT),
  SWITCHBOARD_CONSOLE_PORT: port.default(DEFAULT_CONSOLE_PORT),
  SWITCHBOARD_PUBLIC_URL: z.string().optional().refine(isPublicUrl, {
    message: 'must be an https URL without a query (http is for loopback hosts only)',
  }),
  SWITCHBOARD_LIVE_LINES: z.string().default('').refine(isLineList, {
    message: 'must be numbers like +14155550134, separated by commas, or *',
  }),
  SWITCHBOARD_FAST_PATH: z.enum(['on', 'off'], 'must be on or off').default('on'),
  OPENAI_API_KEY: key('openAiKey'),
  OPENAI_REALTIME_URL: z.string().default(DEFAULT_REALTIME_URL).refine(isServiceUrl('wss:', 'ws:'), {
    message: 'must be a wss URL (ws is for loopback hosts only)',
  }),
  TWILIO_ACCOUNT_SID: key('twilioAccountSid'),
  TWILIO_AUTH_TOKEN: key('twilioAuthToken'),
  TWILIO_SHARED_KEY_SECRET: key('twilioSharedKeySecret'),
  NGROK_AUTHTOKEN: key('ngrokAuthtoken'),
  NGROK_DOMAIN: z.string().max(253, 'is too long to be a domain').optional(),
  TWILIO_API_URL: z.string().default(DEFAULT_TWILIO_API_URL).refine(isServiceUrl('https:', 'http:'), {
    message: 'must be an https URL (http is for loopback hosts only)',
  }),
});

/** Reads the configuration of serve mode, and removes the keys from the environment it was given. */
export function takeConfig(environment: NodeJS.ProcessEnv): Config {
  const given = withoutEmpty(environment);
  for (const name of SECRET_VARIABLES) delete environment[name];
  const parsed = EnvironmentSchema.safeParse({ ...given, ...keysFromFiles(given) });
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new ConfigError(lines.join('; '));
  }
  const values = parsed.data;
  return {
    mode: 'served',
    isDemo: false,
    dataFolder: values.SWITCHBOARD_DATA_DIR ?? defaultDataFolder(),
    publicPort: values.SWITCHBOARD_PUBLIC_PORT,
    consolePort: values.SWITCHBOARD_CONSOLE_PORT,
    publicUrl: values.SWITCHBOARD_PUBLIC_URL?.replace(/\/+$/, ''),
    liveLines: values.SWITCHBOARD_LIVE_LINES.split(',')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    realtimeUrl: values.OPENAI_REALTIME_URL,
    twilioApiUrl: values.TWILIO_API_URL.replace(/\/+$/, ''),
    ngrokDomain: values.NGROK_DOMAIN,
    fastPath: values.SWITCHBOARD_FAST_PATH === 'on',
    keys: {
      openAiKey: values.OPENAI_API_KEY,
      twilioAccountSid: values.TWILIO_ACCOUNT_SID,
      twilioAuthToken: values.TWILIO_AUTH_TOKEN,
      twilioSharedKeySecret: values.TWILIO_SHARED_KEY_SECRET,
      ngrokAuthtoken: values.NGROK_AUTHTOKEN,
    },
  };
}

/** Reads the keys that files or standard input hold, by the variable each stands for. Throws `ConfigError`. */
function keysFromFiles(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const keys: Record<string, string> = {};
  const take = (name: string, value: string, from: string): void => {
    if (environment[name] !== undefined || keys[name] !== undefined)
      throw new ConfigError(`${name} is given twice, by ${from} as well; leave one out`);
    keys[name] = value;
  };
  const all = environment[KEYS_FILE];
  if (all !== undefined) {
    const found = new Map(readEnvText(readText(KEYS_FILE, all === '-' ? STANDARD_INPUT : all)).keys);
    if (found.size === 0)
      throw new ConfigError(`${KEYS_FILE} holds no key; it takes lines such as ${SECRET_VARIABLES.join('=…, ')}=…`);
    for (const name of SECRET_VARIABLES) {
      const value = found.get(KEY_OF_VARIABLE[name] as KeyName);
      if (value !== undefined) take(name, value, KEYS_FILE);
    }
  }
  for (const name of SECRET_VARIABLES) {
    const variable = `${name}_FILE`;
    const file = environment[variable];
    if (file !== undefined) take(name, readText(variable, file).trim(), variable);
  }
  return keys;
}

function readText(variable: string, file: string | number): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${variable} names what cannot be read (${errorCode(error) ?? 'unknown'})`);
  }
  if (text.length <= MAX_KEYS_CHARS && text.trim() !== '') return text;
  throw new ConfigError(`${variable} names what is ${text.trim() === '' ? 'empty' : 'too large to hold keys'}`);
}

/** Reads the configuration of the desktop app, on free ports. `environment`: empty for an installed app. */
export function desktopConfig(dataFolder: string, environment: NodeJS.ProcessEnv): Config {
  const { publicPort, ...config } = takeConfig(environment);
  const isChosen = withoutEmpty(environment)['SWITCHBOARD_PUBLIC_PORT'] !== undefined;
  return { ...config, publicPort: isChosen ? publicPort : 0, mode: 'desktop', dataFolder };
}

function defaultDataFolder(): string {
  const home = os.homedir();
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Switchboard');
  if (process.platform === 'win32')
    return path.join(process.env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), 'Switchboard');
  return path.join(process.env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), 'Switchboard');
}

/** Drops empty variables: setting one to nothing takes it back where it cannot be unset. */
function withoutEmpty(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(environment).map(([name, value]) => [name, value?.trim()] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== ''));
}

function isLineList(value: string): boolean {
  return value.split(',').every((each) => /^(?:\*|\+[1-9]\d{5,14})?$/.test(each.trim()));
}

function isPublicUrl(value: string | undefined): boolean {
  return value === undefined || (isServiceUrl('https:', 'http:')(value) && !/[?#]/.test(value));
}

/** Accepts a URL of the secure scheme, or of the plain one on a loopback host. */
function isServiceUrl(safe: string, plain: string): (value: string) => boolean {
  return (value) => {
    const url = parseUrl(value);
    if (url === undefined || url.username !== '') return false;
    const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
    return url.protocol === safe || (url.protocol === plain && isLoopback);
  };
}

function parseUrl(value: string): URL | undefined {
  try {
    return new URL(value);
  } catch {
    return undefined;
  }
}
