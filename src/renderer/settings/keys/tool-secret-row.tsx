import type { ToolSecretStatus } from '../../../shared/keys/tool-secret';
import type { Refusal } from '../../client/refusals/refusals';
import { plainLine } from '../../ui/text/plain-text';
import { SecretRow } from './secret-row';

interface ToolSecretRowProps {
  readonly secret: ToolSecretStatus;
  readonly onReplace: () => void;
  readonly onClear: () => Promise<Refusal | null>;
}

/** A tool’s secret that is there: how it ends, and where it may go. */
export function ToolSecretRow({ secret, onReplace, onClear }: ToolSecretRowProps) {
  const { name } = secret;
  return <SecretRow label={name} standing={standingOf(secret)} spoken={name} onReplace={onReplace} onClear={onClear} />;
}

function standingOf({ state, last4, origins }: ToolSecretStatus): string {
  if (state === 'locked') return 'The key store of this system is locked: no tool can use it.';
  if (state === 'unreadable') return 'Stored under another key store: enter it again.';
  const ends = last4 === '' ? 'kept' : `ends in ${last4}`;
  return `${ends}, sent to ${origins.map((origin) => plainLine(origin)).join(', ')} only`;
}
