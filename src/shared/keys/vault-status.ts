import { z } from 'zod';
import { KEY_NAMES } from './key-name';

/**
 * What keeps a key from others. `os-key-store`: the system's key store holds the key to it. `weaker-file`: only the permissions of
 * a file beside it do. `this-run-only`: it is on no disk. `environment`: whoever started Switchboard gave it, for this run.
 */
export const PROTECTIONS = ['os-key-store', 'weaker-file', 'this-run-only', 'environment'] as const;

export type Protection = (typeof PROTECTIONS)[number];

/** What is wrong with the vault. Nothing stored is ever lost or overwritten by any of them. */
export const VAULT_PROBLEMS = [
  'waiting-for-key-store',
  'key-store-locked',
  'other-key-store',
  'restored-from-copy',
  'damaged-file',
  'newer-file',
  'unreadable-file',
] as const;

export type VaultProblem = (typeof VAULT_PROBLEMS)[number];

const name = z.enum(KEY_NAMES);
const last4 = z.string().max(4);
/** Epoch ms. */
const since = z.number().int().nonnegative();

/** A key as a screen may know it. `locked`: stored, and to be had when the key store opens. `unreadable`: stored, but for another key store. */
const KeyStatusSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('absent'), name }),
  z.object({ state: z.literal('set'), name, last4, since, protection: z.enum(PROTECTIONS) }),
  z.object({ state: z.literal('locked'), name, last4, since }),
  z.object({ state: z.literal('unreadable'), name, last4, since }),
]);

export type KeyStatus = z.infer<typeof KeyStatusSchema>;

/** What a screen may know of anything a vault keeps, whatever it is called. */
export type EntryStatus = KeyStatus extends infer Status
  ? Status extends KeyStatus
    ? Omit<Status, 'name'>
    : never
  : never;

/** The vault as a screen may know it. Parsing strips whatever else there is. */
export const VaultStatusSchema = z.object({
  /** `damaged`: some of what was stored cannot be read. */
  state: z.enum(['open', 'locked', 'damaged']),
  problem: z.enum(VAULT_PROBLEMS).nullable(),
  /** What a key gets that is entered now. */
  protection: z.enum(PROTECTIONS),
  /** Whether keys may be stored under weaker protection, if the user says so. */
  canAcceptWeaker: z.boolean(),
  /** Each name once, in the order of `KEY_NAMES`. */
  keys: z.array(KeyStatusSchema).readonly(),
});

export type VaultStatus = Readonly<z.infer<typeof VaultStatusSchema>>;

const STATES: Readonly<Record<VaultProblem, VaultStatus['state']>> = {
  'waiting-for-key-store': 'locked',
  'key-store-locked': 'locked',
  'other-key-store': 'damaged',
  'restored-from-copy': 'open',
  'damaged-file': 'damaged',
  'newer-file': 'damaged',
  'unreadable-file': 'damaged',
};

/** The state a problem leaves the vault in; null: none. */
export function vaultState(problem: VaultProblem | null): VaultStatus['state'] {
  return problem === null ? 'open' : STATES[problem];
}
