import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_AGENT } from '../../../shared/agent/agent';
import type { SettingsFile } from '../../ports/ports';
import { createFolder, createKeptLog, REAL_CLOCK } from '../store.fixture';
import { callerNames, changeSetting, openConf, openSettingsFile, readOnlyAgent, readSettings } from './settings';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function folder(): string {
  const made = createFolder();
  cleanups.push(made.remove);
  return made.folder;
}

function open(at: string, log = createKeptLog().log): SettingsFile {
  return openSettingsFile({ folder: at, openStore: openConf, clock: REAL_CLOCK, log });
}

const DEFAULTS = {
  colourScheme: 'auto',
  windowBounds: null,
  onboarding: 'model',
  reach: { way: 'ngrok', domain: '' },
  fallbackUrl: '',
  operatorReturnSeconds: 8,
  deskLimits: { calls: 250, spendUsd: null },
  installKey: '',
};

describe('settings', () => {
  it('are the defaults at first, and what was chosen after a restart', () => {
    const at = folder();
    expect(readSettings(open(at))).toEqual(DEFAULTS);
    const bounds = { x: -10, y: 20, width: 1280, height: 800 };
    changeSetting(open(at), 'colourScheme', 'dark');
    changeSetting(open(at), 'windowBounds', bounds);
    expect(readSettings(open(at))).toEqual({
      ...DEFAULTS,
      colourScheme: 'dark',
      windowBounds: bounds,
    });
    expect(statSync(path.join(at, 'settings.json')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(at, 'settings.json.bak')).mode & 0o777).toBe(0o600);
  });

  it('name a caller by the same word at every start, and by another one on another machine', () => {
    const at = folder();
    const anna = callerNames(open(at))('+12125550187');
    expect(anna).toMatch(/^[0-9a-f]{32}$/);
    expect(callerNames(open(at))('+12125550187')).toBe(anna);
    expect(callerNames(open(at))('+12125550188')).not.toBe(anna);
    expect(callerNames(open(folder()))('+12125550187')).not.toBe(anna);
  });

  it('lose only the entry that cannot be read', () => {
    const at = folder();
    const wrong = { colourScheme: 'light', windowBounds: { x: 'left' } };
    writeFileSync(path.join(at, 'settings.json'), JSON.stringify(wrong));
    expect(readSettings(open(at))).toEqual({ ...DEFAULTS, colourScheme: 'light' });
  });

  it('still tell the one agent of releases before there was a library of them', () => {
    const { limits: _limits, greetingInterruptible: _new, expectedWords: _words, ...rest } = DEFAULT_AGENT;
    const turnTaking = { threshold: 0.7, prefixPaddingMs: 200, silenceMs: 900 };
    const older = { ...rest, version: 4, greeting: 'Hi', turnTaking, longestCallMinutes: 20 };
    const file = open(folder());
    expect(readOnlyAgent(file)).toBeUndefined();
    file.set('defaultAgent', older);
    expect(readOnlyAgent(file)).toEqual({
      ...DEFAULT_AGENT,
      version: 4,
      greeting: 'Hi',
      turnTaking: { by: 'silence', ...turnTaking, idleTimeoutMs: null, callerInterrupts: true },
      limits: { ...DEFAULT_AGENT.limits, longestCallMinutes: 20 },
    });
    file.set('defaultAgent', { id: 1 });
    expect(readOnlyAgent(file)).toBeUndefined();
  });

  it('refuse what they would not read back', () => {
    const file = open(folder());
    expect(() => changeSetting(file, 'colourScheme', 'pink' as never)).toThrow();
    expect(readSettings(file)).toEqual(DEFAULTS);
  });

  it('come back from the last good copy when the file was cut off at any byte', () => {
    const at = folder();
    changeSetting(open(at), 'colourScheme', 'dark');
    const file = path.join(at, 'settings.json');
    const whole = readFileSync(file);
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(file, whole.subarray(0, length));
      expect(readSettings(open(at)).colourScheme).toBe('dark');
    }
  });

  it('begin anew when there is no good copy, keep the damaged file and say so', () => {
    const at = folder();
    writeFileSync(path.join(at, 'settings.json'), '{"colourScheme":"da');
    writeFileSync(path.join(at, 'settings.json.bak'), '[]');
    const { log, codes } = createKeptLog();
    expect(readSettings(open(at, log))).toEqual(DEFAULTS);
    expect(codes()).toEqual(['settings.set-aside']);
    const kept = readdirSync(at).find((name) => name.startsWith('settings.json.corrupt-')) ?? '';
    expect(readFileSync(path.join(at, kept), 'utf8')).toBe('{"colourScheme":"da');
    expect(existsSync(path.join(at, 'settings.json.bak.new'))).toBe(false);
  });
});
