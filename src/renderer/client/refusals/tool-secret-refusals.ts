import type { ToolSecretRefusal } from '../../../shared/keys/tool-secret';
import type { Answer } from '../run';
import { NOT_REACHED, type Refusal } from './refusals';

const WORDS: Readonly<Record<ToolSecretRefusal, Refusal>> = {
  'too-many': { sentence: 'There are 100 secrets already.', remedy: 'Remove one that no tool uses.' },
  locked: {
    sentence: 'Secrets cannot be changed while the key store of this system is locked.',
    remedy: 'Unlock the key store, then try again.',
  },
  'key-store-refused': {
    sentence: 'The key store of this system did not take the secret.',
    remedy: 'Look whether it asks for its password, then try again.',
  },
  'cannot-save': {
    sentence: 'The secret could not be written to disk; what was stored before is unchanged.',
    remedy: 'Check that the data folder can be written and the disk has room.',
  },
};

type SecretOutcome = { readonly ok: true } | { readonly ok: false; readonly code: ToolSecretRefusal };

/** Explains why a secret was not changed; null if it was. */
export function toolSecretRefusal(answer: Answer<SecretOutcome>): Refusal | null {
  if (!answer.reached) return NOT_REACHED;
  return answer.value.ok ? null : WORDS[answer.value.code];
}
