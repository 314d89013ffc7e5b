import { vaultState, type Protection, type VaultProblem } from './vault-status';

/** Sentence for a person, and what to do about it. */
export interface VaultLabels {
  readonly sentence: string;
  readonly remedy: string;
}

const PROBLEMS: Readonly<Record<VaultProblem, VaultLabels>> = {
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

const PROTECTIONS: Readonly<Record<Protection, string>> = {
  'os-key-store': 'Keys are stored encrypted; the key store of this system holds the key to them.',
  'weaker-file':
    'Keys are stored under weaker protection: whoever can read the files of this account, or a backup of them, can read the keys.',
  'this-run-only': 'This system has no key store, so keys are kept in memory and gone when Switchboard is quit.',
  environment: 'Keys come from the environment Switchboard was started with; changes here count for this run only.',
};

/** Sentence and remedy for a problem of the vault. */
export function vaultProblemLabels(problem: VaultProblem): VaultLabels {
  return PROBLEMS[problem];
}

/** Describes in one sentence how keys are kept. `problem`: why they are not kept as well as this system could. */
export function protectionLabel(protection: Protection, problem: VaultProblem | null): string {
  if (protection !== 'this-run-only' || problem === null) return PROTECTIONS[protection];
  return vaultState(problem) === 'locked'
    ? 'Until it opens, keys entered here are in memory only, and gone when Switchboard is quit.'
    : 'Keys entered here are kept in memory, and gone when Switchboard is quit.';
}
