import { z } from 'zod';
import { KEY_NAMES } from './key-name';

/**
 * Protections of a stored key. `os-key-store`: the system's key store holds the key to it. `weaker-file`: only the permissions
 * of a file beside it protect it. `this-run-only`: it is on no disk. `environment`: whoever started Switchboard gave it, for
 * this run.
 */
export const PROTECTIONS = ['os-key-store', 'weaker-file', 'this-run-only', 'environment'] as const;

export type Protection = (typeof PROTECTIONS)[number];

/** Problems of the vault. None of them ever loses or overwrites what is stored. */
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

/**
 * Status of a key, as shown on a screen. `locked`: stored, and readable once the key store opens. `unreadable`: stored, but
 * under another key store.
 */
const KeyStatusSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('absent'), name }),
  z.object({ state: z.literal('set'), name, last4, since, protection: z.enum(PROTECTIONS) }),
  z.object({ state: z.literal('locked'), name, last4, since }),
  z.object({ state: z.literal('unreadable'), name, last4, since }),
]);

export type KeyStatus = z.infer<typeof KeyStatusSchema>;

/** Status of any vault entry, whatever its name. */
export type EntryStatus = KeyStatus extends infer Status
  ? Status extends KeyStatus
    ? Omit<Status, 'name'>
    : never
  : never;

/** Status of the vault, as shown on a screen. Parsing strips everything else. */
export const VaultStatusSchema = z.object({
  /** `damaged`: some of what was stored cannot be read. */
  state: z.enum(['open', 'locked', 'damaged']),
  problem: z.enum(VAULT_PROBLEMS).nullable(),
  /** Protection of a key that is entered now. */
  protection: z.enum(PROTECTIONS),
  /** True if the user may choose to store keys under weaker protection. */
  canAcceptWeaker: z.boolean(),
  /** One entry for each name, in the order of `KEY_NAMES`. */
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

/** State a problem leaves the vault in; `open` if there is none. */
export function vaultState(problem: VaultProblem | null): VaultStatus['state'] {
  return problem === null ? 'open' : STATES[problem];
}
