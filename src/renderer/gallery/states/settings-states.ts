import { WIDEST_DESK_LIMITS } from '../../../shared/call/desk-limits';
import type { VaultStatus } from '../../../shared/keys/vault-status';
import { broken, never } from '../answers';
import { keptAgents } from '../library';
import { vaultOf } from '../usual-answers';
import { TWO_CALLS } from './call-states';
import type { State } from './state';
import { desk, WELL } from './told';

const SINCE = Date.UTC(2026, 10, 2, 9, 30);

/** Keys section before a vault like this. */
function withVault(name: string, shows: string, status: VaultStatus): State {
  return { name, at: '/settings/keys', shows, events: WELL, answers: { key: { status } } };
}

const LOCKED: VaultStatus = {
  ...vaultOf([]),
  state: 'locked',
  problem: 'key-store-locked',
  keys: vaultOf(['openAiKey', 'twilioAccountSid', 'twilioAuthToken']).keys.map((key) =>
    key.state === 'set' ? { state: 'locked', name: key.name, last4: key.last4, since: key.since } : key,
  ),
};

/** States of the settings, a section at a time. */
export const SETTINGS_STATES: readonly State[] = [
  withVault('settings-keys', 'OpenAI takes the key', vaultOf(['openAiKey', 'twilioAccountSid', 'twilioAuthToken'])),
  withVault('settings-keys-none', 'Save and check', vaultOf([])),
  withVault('settings-vault-locked', 'Try again', LOCKED),
  withVault(
    'settings-vault-this-run-only',
    'Keep them anyway…',
    vaultOf(['openAiKey'], { protection: 'this-run-only', canAcceptWeaker: true }),
  ),
  withVault('settings-vault-weaker', 'OpenAI takes the key', vaultOf(['openAiKey'], { protection: 'weaker-file' })),
  withVault(
    'settings-vault-environment',
    'OpenAI takes the key',
    vaultOf(['openAiKey'], { protection: 'environment' }),
  ),
  withVault(
    'settings-vault-damaged',
    'Save and check',
    vaultOf([], { state: 'damaged', problem: 'damaged-file', protection: 'os-key-store' }),
  ),
  {
    name: 'settings-vault-asked',
    at: '/settings/keys',
    shows: 'Accept weaker protection',
    answers: { key: { status: vaultOf(['openAiKey'], { protection: 'this-run-only', canAcceptWeaker: true }) } },
    acts: [{ click: 'Keep them anyway…' }],
  },
  {
    name: 'settings-keys-checking',
    at: '/settings/keys',
    shows: 'OpenAI',
    answers: { key: { check: never } },
  },
  {
    name: 'settings-keys-refused',
    at: '/settings/keys',
    shows: 'OpenAI does not know this key',
    answers: {
      key: {
        check: ({ service }) =>
          service === 'openai'
            ? { service, outcome: 'key-refused', model: 'gpt-realtime-2.1' }
            : service === 'twilio'
              ? { service, outcome: 'account-suspended', accountName: null, notes: [] }
              : { service, outcome: 'not-this-kind' },
      },
    },
  },
  { name: 'settings-secrets-none', at: '/settings/secrets', shows: 'No secrets yet' },
  {
    name: 'settings-secrets',
    at: '/settings/secrets',
    shows: 'SHOP',
    answers: {
      tool: {
        secrets: [
          {
            name: 'SHOP',
            state: 'set',
            last4: 'x7Qd',
            since: SINCE,
            protection: 'os-key-store',
            origins: ['https://shop.example.com'],
          },
          { name: 'DEPOT', state: 'locked', last4: 'a2Kp', since: SINCE, origins: [] },
        ],
      },
    },
  },
  {
    name: 'settings-secrets-broken',
    at: '/settings/secrets',
    shows: 'The secrets could not be read.',
    answers: { tool: { secrets: broken } },
  },
  { name: 'settings-reach', at: '/settings/reach', shows: 'kestrel.ngrok.app', events: WELL },
  {
    name: 'settings-reach-failing',
    at: '/settings/reach',
    shows: 'Since',
    events: desk(90, {
      type: 'tunnel.changed',
      kind: 'own-url',
      state: 'failing',
      publicUrl: 'https://calls.example.com',
      detail:
        'Nothing answers at the public URL. Check that your proxy or tunnel is running and leads to this machine.',
    }),
    answers: {
      setup: {
        get: {
          onboarding: 'done',
          reach: { way: 'own-url', url: 'https://calls.example.com' },
          fallbackUrl: '',
          operatorReturnSeconds: 8,
          deskLimits: WIDEST_DESK_LIMITS,
          practising: false,
          reachFixed: false,
        },
      },
    },
  },
  {
    name: 'settings-reach-fixed',
    at: '/settings/reach',
    shows: 'environment',
    events: WELL,
    answers: {
      setup: {
        get: {
          onboarding: 'done',
          reach: { way: 'ngrok', domain: 'kestrel.ngrok.app' },
          fallbackUrl: '',
          operatorReturnSeconds: 8,
          deskLimits: WIDEST_DESK_LIMITS,
          practising: false,
          reachFixed: true,
        },
      },
    },
  },
  { name: 'settings-limits', at: '/settings/limits', shows: 'Calls at once' },
  {
    name: 'desk-limit-reached',
    at: '/settings/limits',
    shows: 'New calls are refused',
    events: [...WELL, ...TWO_CALLS],
    answers: {
      setup: {
        get: {
          onboarding: 'done',
          reach: { way: 'ngrok', domain: '' },
          fallbackUrl: '',
          operatorReturnSeconds: 8,
          deskLimits: { calls: 1, spendUsd: 20 },
          practising: false,
          reachFixed: false,
        },
      },
    },
  },
  { name: 'settings-fallback', at: '/settings/fallback', shows: 'Fallback URL' },
  {
    name: 'settings-fallback-refused',
    at: '/settings/fallback',
    shows: 'This is no https address.',
    acts: [{ write: 'http://example.com', into: 'Fallback URL' }, { click: 'Save' }],
  },
  { name: 'settings-agent', at: '/settings/agent', shows: 'Edit this agent', answers: { agent: keptAgents() } },
  { name: 'settings-sound', at: '/settings/sound', shows: 'Push-to-talk' },
  {
    name: 'settings-microphone-tested',
    at: '/settings/sound',
    shows: 'Stop the test',
    acts: [{ click: 'Test microphone' }],
  },
  { name: 'settings-appearance', at: '/settings/appearance', shows: 'How this window looks.' },
  { name: 'settings-about', at: '/settings/about', shows: 'Go through the set-up again' },
];
