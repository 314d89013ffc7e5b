import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { keyLabel } from '../../shared/keys/key-name';
import type { KeyStatus } from '../../shared/keys/vault-status';
import { useServices } from '../connection/services';
import { showRefusal } from '../live/refusal-toast';
import styles from './key-row.module.css';
import { keyStandingWords } from './key-words';

interface KeyRowProps {
  readonly status: KeyStatus;
  readonly clearable: boolean;
  readonly onReplace: () => void;
}

/** A key that is there: how it ends, how it is kept, and what can be done with it. */
export function KeyRow({ status, clearable, onReplace }: KeyRowProps) {
  const { setup } = useServices();
  const [asked, setAsked] = useState(false);
  const label = keyLabel(status.name);
  const clear = async (): Promise<void> => {
    setAsked(false);
    const refusal = await setup.clearKey(status.name);
    if (refusal !== null) showRefusal(`${refusal.sentence} ${refusal.remedy}`);
  };
  return (
    <div className={styles['row']}>
      <IconKey size={16} stroke={1.6} aria-hidden className={styles['icon']} />
      <div className={styles['words']}>
        <strong>{label}</strong>
        <span>{keyStandingWords(status)}</span>
      </div>
      {asked ? (
        <>
          <span role="alert" className={styles['question']}>
            Take it out for good?
          </span>
          <Button variant="default" size="compact-sm" autoFocus onClick={() => setAsked(false)}>
            Keep
          </Button>
          <Button data-danger variant="filled" size="compact-sm" onClick={() => void clear()}>
            Clear
          </Button>
        </>
      ) : (
        <>
          <Button variant="default" size="compact-sm" aria-label={`Replace the ${label}`} onClick={onReplace}>
            Replace
          </Button>
          {clearable && (
            <Button
              data-danger
              variant="outline"
              size="compact-sm"
              aria-label={`Clear the ${label}`}
              onClick={() => setAsked(true)}
            >
              Clear
            </Button>
          )}
        </>
      )}
    </div>
  );
}
