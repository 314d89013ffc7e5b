import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, DEFAULT_REALTIME_URL, DEFAULT_TWILIO_API_URL, desktopConfig, takeConfig } from './config';
import readerPath from './config-reader.fixture?modulePath';

const SID = `AC${'0'.repeat(32)}`;
const TOKEN = 'a'.repeat(32);

function complaintAbout(environment: NodeJS.ProcessEnv): string {
  try {
    takeConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'none';
}

describe('the environment of serve mode', () => {
  it('may be empty, or set to nothing', () => {
    const names = [
      'SWITCHBOARD_DATA_DIR',
      'SWITCHBOARD_PUBLIC_PORT',
      'SWITCHBOARD_CONSOLE_PORT',
      'SWITCHBOARD_PUBLIC_URL',
      'SWITCHBOARD_LIVE_LINES',
      'OPENAI_API_KEY',
      'OPENAI_REALTIME_URL',
      'TWILIO_ACCOUNT_SID',
      'TWILIO_AUTH_TOKEN',
      'TWILIO_API_URL',
    ];
    for (const nothing of ['', ' ']) {
      expect(takeConfig(Object.fromEntries(names.map((name) => [name, nothing])))).toEqual(takeConfig({}));
    }
    expect(takeConfig({})).toMatchObject({
      mode: 'served',
      publicPort: 5050,
      consolePort: 5051,
      publicUrl: undefined,
      liveLines: [],
      realtimeUrl: DEFAULT_REALTIME_URL,
      twilioApiUrl: DEFAULT_TWILIO_API_URL,
    });
    expect(takeConfig({}).dataFolder.startsWith(os.homedir())).toBe(true);
    expect(path.basename(takeConfig({}).dataFolder)).toBe('Switchboard');
  });

  it('says what each variable means', () => {
    const given = {
      SWITCHBOARD_DATA_DIR: '/data',
      SWITCHBOARD_PUBLIC_PORT: '0',
      SWITCHBOARD_CONSOLE_PORT: ' 8080 ',
      SWITCHBOARD_PUBLIC_URL: 'https://desk.example.com/phone/',
      SWITCHBOARD_LIVE_LINES: '+14155550134, +442079460991',
      OPENAI_API_KEY: ' "sk-proj-one" # mine',
      OPENAI_REALTIME_URL: 'ws://127.0.0.1:9/v1/realtime',
      TWILIO_ACCOUNT_SID: SID,
      TWILIO_AUTH_TOKEN: `'${TOKEN}'`,
      NGROK_AUTHTOKEN: 'ngrok config add-authtoken 2abcdefghijklmnopqrstuvwxyz',
      TWILIO_API_URL: 'http://localhost:9/',
    };
    expect(takeConfig(given)).toMatchObject({
      dataFolder: '/data',
      publicPort: 0,
      consolePort: 8080,
      publicUrl: 'https://desk.example.com/phone',
      liveLines: ['+14155550134', '+442079460991'],
      realtimeUrl: 'ws://127.0.0.1:9/v1/realtime',
      twilioApiUrl: 'http://localhost:9',
      keys: {
        openAiKey: 'sk-proj-one',
        twilioAccountSid: SID,
        twilioAuthToken: TOKEN,
        ngrokAuthtoken: '2abcdefghijklmnopqrstuvwxyz',
      },
    });
  });

  it('holds no key any more once it was read, or refused', () => {
    for (const environment of [
      { OPENAI_API_KEY: 'sk-one', TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'token', NGROK_AUTHTOKEN: 'other' },
      { OPENAI_API_KEY: 'sk-one', SWITCHBOARD_PUBLIC_PORT: 'x' },
    ] as NodeJS.ProcessEnv[]) {
      complaintAbout(environment);
      expect(Object.keys(environment).filter((name) => /KEY|TOKEN|SID/.test(name))).toEqual([]);
    }
  });

  it.each<[string, string, string]>([
    ['SWITCHBOARD_PUBLIC_PORT', 'five', 'must be a port number; 0 picks a free one'],
    ['SWITCHBOARD_PUBLIC_PORT', '-1', 'must be a port number; 0 picks a free one'],
    ['SWITCHBOARD_CONSOLE_PORT', '65536', 'must be a port number, 65535 at most'],
    ['SWITCHBOARD_CONSOLE_PORT', '80.5', 'must be a port number; 0 picks a free one'],
    ['SWITCHBOARD_PUBLIC_URL', 'http://desk.example.com', 'must be an https URL without a query'],
    ['SWITCHBOARD_PUBLIC_URL', 'https://desk.example.com/?a=1', 'must be an https URL without a query'],
    ['SWITCHBOARD_PUBLIC_URL', 'https://user:pw@desk.example.com', 'must be an https URL without a query'],
    ['SWITCHBOARD_PUBLIC_URL', 'desk.example.com', 'must be an https URL without a query'],
    ['SWITCHBOARD_LIVE_LINES', '5155550199', 'must be numbers like +14155550134'],
    ['OPENAI_REALTIME_URL', 'ws://api.example.com', 'must be a wss URL'],
    ['TWILIO_ACCOUNT_SID', 'AC123', 'cannot be used: This is no Twilio Account SID.'],
    ['TWILIO_AUTH_TOKEN', 'abc…def', 'cannot be used: This is a shortened display'],
    ['OPENAI_API_KEY', 'sk-admin-0123', 'cannot be used: This is an OpenAI admin key'],
    ['TWILIO_API_URL', 'http://api.example.com', 'must be an https URL'],
  ])('with %s=%s is refused, in one line that names it', (name, value, words) => {
    const complaint = complaintAbout({ [name]: value });
    expect(complaint).toContain(`${name} ${words}`);
    expect(complaint).not.toContain('\n');
    expect(complaint).not.toContain(value);
  });
});

describe('keys in files', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'keys-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function written(text: string): string {
    const file = path.join(folder, `${String(text.length)}.txt`);
    writeFileSync(file, text);
    return file;
  }

  it('are read as those of variables are, one in a file or all in one', () => {
    const one = { OPENAI_API_KEY_FILE: written('sk-proj-one\n'), TWILIO_AUTH_TOKEN: TOKEN };
    expect(takeConfig(one).keys).toMatchObject({ openAiKey: 'sk-proj-one', twilioAuthToken: TOKEN });
    const all = { SWITCHBOARD_KEYS_FILE: written(`# keys\nOPENAI_API_KEY="sk-proj-two"\nTWILIO_ACCOUNT_SID=${SID}\n`) };
    expect(takeConfig(all).keys).toMatchObject({ openAiKey: 'sk-proj-two', twilioAccountSid: SID });
  });

  it.each<[string, (file: (text: string) => string) => NodeJS.ProcessEnv, string]>([
    [
      'is missing',
      () => ({ OPENAI_API_KEY_FILE: '/nowhere/key' }),
      'OPENAI_API_KEY_FILE names what cannot be read (ENOENT)',
    ],
    ['is empty', (file) => ({ NGROK_AUTHTOKEN_FILE: file(' \n') }), 'NGROK_AUTHTOKEN_FILE names what is empty'],
    ['is large', (file) => ({ OPENAI_API_KEY_FILE: file('k'.repeat(70_000)) }), 'too large to hold keys'],
    ['holds no key', (file) => ({ SWITCHBOARD_KEYS_FILE: file('HOME=/root') }), 'SWITCHBOARD_KEYS_FILE holds no key'],
    ['cannot be a key', (file) => ({ TWILIO_ACCOUNT_SID_FILE: file('AC1') }), 'TWILIO_ACCOUNT_SID cannot be used'],
    [
      'is not alone',
      (file) => ({ OPENAI_API_KEY: 'sk-proj-one', OPENAI_API_KEY_FILE: file('sk-proj-two') }),
      'OPENAI_API_KEY is given twice, by OPENAI_API_KEY_FILE as well',
    ],
  ])('whose file %s are refused in one line that names the variable', (_name, environment, words) => {
    const complaint = complaintAbout(environment(written));
    expect(complaint).toContain(words);
    expect(complaint).not.toMatch(/sk-proj|\n/);
  });

  it('come by standard input as well, and no environment has one afterwards', () => {
    const printed = execFileSync(process.execPath, [readerPath], {
      input: `OPENAI_API_KEY=sk-proj-piped\nNGROK_AUTHTOKEN=2abcdefghijklmnopqrstuvwxyz\n`,
      env: { ...process.env, SWITCHBOARD_KEYS_FILE: '-', TWILIO_AUTH_TOKEN: TOKEN },
      encoding: 'utf8',
    });
    const { keys, environments } = JSON.parse(printed) as { keys: object; environments: string };
    expect(keys).toMatchObject({ openAiKey: 'sk-proj-piped', twilioAuthToken: TOKEN });
    expect(environments).not.toMatch(new RegExp(`sk-proj-piped|${TOKEN}`));
  });
});

it('with a key of 513 characters is refused', () => {
  expect(complaintAbout({ OPENAI_API_KEY: 'k'.repeat(513) })).toContain(
    'OPENAI_API_KEY cannot be used: This is too long',
  );
});

describe('the environment of the desktop app', () => {
  it('is for development: its folder is given, its port is any free one unless chosen', () => {
    expect(desktopConfig('/data', {})).toMatchObject({ mode: 'desktop', dataFolder: '/data', publicPort: 0 });
    expect(desktopConfig('/data', { SWITCHBOARD_PUBLIC_PORT: '5070' }).publicPort).toBe(5070);
  });

  it('holds no key any more once it was read', () => {
    const environment: NodeJS.ProcessEnv = { OPENAI_API_KEY: 'sk-proj-one' };
    expect(desktopConfig('/data', environment).keys.openAiKey).toBe('sk-proj-one');
    expect(environment).toEqual({});
  });
});
