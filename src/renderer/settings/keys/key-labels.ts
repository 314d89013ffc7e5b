import { assertNever } from '../../../shared/std/assert-never';
import { checkLabels } from '../../../shared/keys/key-check-labels';
import type { KeyName } from '../../../shared/keys/key-name';
import type { KeyStatus, VaultStatus } from '../../../shared/keys/vault-status';
import type { Check } from '../../stores/setup-store';
import { NOT_REACHED } from '../../client/refusals/refusals';
import type { NoticeTone } from '../../ui/notice';
import { plainLine } from '../../ui/text/plain-text';

/** Returns the status of one key; `absent` while nothing is known. */
export function keyStatus(vault: VaultStatus | null, name: KeyName): KeyStatus {
  return vault?.keys.find((key) => key.name === name) ?? { state: 'absent', name };
}

/** True when a key is set and can be used. */
export function isKeySet(vault: VaultStatus | null, name: KeyName): boolean {
  return keyStatus(vault, name).state === 'set';
}

/** Describes the status of a key, to follow its name: `ends in 3f9a · given by the environment`. */
export function keyStatusLabel(status: KeyStatus): string {
  switch (status.state) {
    case 'absent':
      return 'not entered yet';
    case 'set':
      return [ending(status.last4), KEPT[status.protection]].filter((words) => words !== '').join(' · ');
    case 'locked':
      return [ending(status.last4), 'stored, but the key store is locked'].filter((words) => words !== '').join(' · ');
    case 'unreadable':
      return [ending(status.last4), 'cannot be read any more: enter it again']
        .filter((words) => words !== '')
        .join(' · ');
    default:
      return assertNever(status);
  }
}

const KEPT = {
  'os-key-store': 'stored encrypted',
  'weaker-file': 'stored under weaker protection',
  'this-run-only': 'for this run only',
  environment: 'given by the environment',
} as const;

function ending(last4: string): string {
  return last4 === '' ? 'set' : `ends in ${last4}`;
}

/** Notice about the check of a service's keys. */
export interface CheckNotice {
  readonly tone: NoticeTone;
  readonly sentence: string;
  readonly remedy: string;
  readonly notes: readonly string[];
}

/** Describes the check of a service's keys as a notice. */
export function checkNotice(check: Check, serviceName: string): CheckNotice {
  if (check.state === 'asking') return { tone: 'busy', sentence: `Asking ${serviceName}…`, remedy: '', notes: [] };
  if (check.state === 'not-reached') return { tone: 'failing', ...NOT_REACHED, notes: [] };
  const { isFine, sentence, remedy, notes } = checkLabels(check.check);
  return {
    tone: isFine ? (remedy === '' && notes.length === 0 ? 'ok' : 'attention') : 'failing',
    sentence: `${sentence}${nameOf(check.check)}`,
    remedy,
    notes,
  };
}

function nameOf(check: Extract<Check, { state: 'answered' }>['check']): string {
  if (check.service === 'openai') return check.outcome === 'ok' ? ` (${plainLine(check.model)})` : '';
  if (check.service === 'twilio' && check.accountName !== null) return ` Account: ${plainLine(check.accountName)}.`;
  return '';
}

/** True when calls can be taken with the keys, as far as the check showed. */
export function isCheckFine(check: Check | undefined): boolean {
  return check?.state === 'answered' && checkLabels(check.check).isFine;
}
