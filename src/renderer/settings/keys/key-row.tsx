import { keyLabel } from '../../../shared/keys/key-name';
import type { KeyStatus } from '../../../shared/keys/vault-status';
import { useServices } from '../../services/services';
import { keyStandingWords } from './key-words';
import { SecretRow } from './secret-row';

interface KeyRowProps {
  readonly status: KeyStatus;
  readonly clearable: boolean;
  readonly onReplace: () => void;
}

/** A key that is there: how it ends, and how it is kept. */
export function KeyRow({ status, clearable, onReplace }: KeyRowProps) {
  const { setup } = useServices();
  const label = keyLabel(status.name);
  return (
    <SecretRow
      label={label}
      standing={keyStandingWords(status)}
      spoken={`the ${label}`}
      onReplace={onReplace}
      onClear={clearable ? () => setup.clearKey(status.name) : undefined}
    />
  );
}
