import type { DeskLimits } from '../../shared/call/desk-limits';
import type { OnboardingStep, Reach } from '../../shared/contract/setup-contract';
import type { KeyName } from '../../shared/keys/key-name';
import type { Log, SettingsFile, SetupCommands, SetupOutcome } from '../ports/ports';
import type { KeyVault } from '../ports/ports-keys';
import type { Tunnel } from '../ports/ports-lines';
import { changeSetting, readSettings, type Settings } from '../store/settings/settings';

export interface SetupParts {
  readonly settings: SettingsFile;
  readonly vault: KeyVault;
  readonly tunnel: Tunnel;
  /** The practice Switchboard, without phone or keys, beside the real one. */
  readonly practice: { readonly isOn: boolean; begin(): Promise<void>; end(): Promise<void> };
  /** Reach set by the environment; the operator cannot change it. */
  readonly fixedReach: Reach | undefined;
  /** True when the environment gave every needed key, so there is no onboarding. */
  readonly isGiven: boolean;
  readonly log: Log;
}

/** Creates the operator's setup commands: each choice is stored in the settings and takes effect at once. */
export function createSetup({
  settings,
  vault,
  tunnel,
  practice,
  fixedReach,
  isGiven,
  log,
}: SetupParts): SetupCommands {
  function keep<K extends keyof Settings>(key: K, value: Settings[K]): SetupOutcome {
    try {
      changeSetting(settings, key, value);
      return { ok: true };
    } catch {
      log.error('settings.not-saved', { key });
      return { ok: false, code: 'cannot-save' };
    }
  }

  /**
   * Step of a repeated onboarding, for this run only: the stored step is not read while the environment gives the keys.
   */
  let again: OnboardingStep | undefined;

  return {
    get: () => {
      const { onboarding, reach, fallbackUrl, operatorReturnSeconds, deskLimits } = readSettings(settings);
      return {
        onboarding: isGiven ? (again ?? 'done') : onboarding,
        reach: fixedReach ?? reach,
        fallbackUrl,
        operatorReturnSeconds,
        deskLimits,
        practising: practice.isOn,
        reachFixed: fixedReach !== undefined,
      };
    },
    reachOnboarding: (step: OnboardingStep) => {
      again = step;
      return keep('onboarding', step);
    },
    chooseReach: (reach: Reach) => {
      if (fixedReach !== undefined) return { ok: false, code: 'fixed' };
      const kept = keep('reach', reach);
      if (kept.ok) tunnel.refresh();
      return kept;
    },
    chooseFallback: (url: string) => keep('fallbackUrl', url),
    chooseOperatorReturn: (seconds: number) => keep('operatorReturnSeconds', seconds),
    chooseDeskLimits: (limits: DeskLimits) => keep('deskLimits', limits),
    importEnv: async (text: string) => {
      const { keys, domain } = readEnvText(text);
      const taken: KeyName[] = [];
      for (const [name, value] of keys) {
        const { ok } = await vault.set(name, value);
        if (ok) taken.push(name);
      }
      return { taken, domain };
    },
    practise: async (on: boolean) => {
      if (on) await practice.begin();
      else await practice.end();
      return { on: practice.isOn };
    },
  };
}

/** Key that each variable names, in the environment as in a `.env` text. */
export const KEY_OF_VARIABLE: Readonly<Record<string, KeyName>> = {
  OPENAI_API_KEY: 'openAiKey',
  TWILIO_ACCOUNT_SID: 'twilioAccountSid',
  TWILIO_AUTH_TOKEN: 'twilioAuthToken',
  TWILIO_SHARED_KEY_SECRET: 'twilioSharedKeySecret',
  NGROK_AUTHTOKEN: 'ngrokAuthtoken',
};
const LINE = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/;
const NGROK_HOST = /(?:^|\.)ngrok(?:-free)?\.(?:app|dev|io)$/;

/** Contents of a predecessor's `.env` text that Switchboard can use. `domain`: the ngrok domain of its public URL. */
interface EnvText {
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
