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

/** Sentence for a person, and what to do about it. */
interface VaultLabels {
  readonly sentence: string;
  readonly remedy: string;
}

const PROBLEM_LABELS: Readonly<Record<VaultProblem, VaultLabels>> = {
  'waiting-for-key-store': {
    sentence: 'The key store of this system has not opened yet.',
    remedy:
      'Check whether it is asking for its password. Keys you enter in the meantime are stored as soon as it opens.',
  },
  'key-store-locked': {
    sentence: 'Your keys are stored, but the key store of this system that protects them is locked or not running.',
    remedy:
      'Unlock it and try again, or restart Switchboard. Keys you enter in the meantime are stored as soon as it opens.',
  },
  'other-key-store': {
    sentence:
      'Some keys were stored under a different key store from the one this system has now, so they cannot be read.',
    remedy: 'Enter them again. The old ones are kept in the data folder, in case the old key store comes back.',
  },
  'restored-from-copy': {
    sentence: 'The file with the keys was damaged; all of them were restored from its copy.',
    remedy: 'No action is needed. The damaged file is kept in the data folder.',
  },
  'damaged-file': {
    sentence: 'The file with the keys is damaged, and so is its copy.',
    remedy: 'Enter the keys again. What is left of both files is kept in the data folder.',
  },
  'newer-file': {
    sentence: 'A newer Switchboard wrote the file with the keys; this one leaves it alone.',
    remedy: 'Start the newer Switchboard. Keys entered here count for this run only.',
  },
  'unreadable-file': {
    sentence: 'The file with the keys cannot be read.',
    remedy: 'Check the permissions of the data folder, then restart. Keys entered here count for this run only.',
  },
};

const PROTECTION_LABELS: Readonly<Record<Protection, string>> = {
  'os-key-store': 'Keys are stored encrypted; the key store of this system holds the key to them.',
  'weaker-file':
    'Keys are stored under weaker protection: whoever can read the files of this account, or a backup of them, can read the keys.',
  'this-run-only': 'This system has no key store, so keys are kept in memory and gone when Switchboard is quit.',
  environment: 'Keys come from the environment Switchboard was started with; changes here count for this run only.',
};

/** Sentence and remedy for a problem of the vault. */
export function vaultProblemLabels(problem: VaultProblem): VaultLabels {
  return PROBLEM_LABELS[problem];
}

/** Describes in one sentence how keys are kept. `problem`: why they are not kept as well as this system could. */
export function protectionLabel(protection: Protection, problem: VaultProblem | null): string {
  if (protection !== 'this-run-only' || problem === null) return PROTECTION_LABELS[protection];
  return vaultState(problem) === 'locked'
    ? 'Until it opens, keys entered here are in memory only, and gone when Switchboard is quit.'
    : 'Keys entered here are kept in memory, and gone when Switchboard is quit.';
}
