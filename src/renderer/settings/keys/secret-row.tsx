import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import type { Refusal } from '../../client/refusals/refusals';
import { showRefusal } from '../../ui/refusal-toast';
import styles from './secret-row.module.css';

interface SecretRowProps {
  readonly label: string;
  /** Status line: the secret's ending, how it is stored, and where it may be sent. */
  readonly status: string;
  /** Accessible name for those who do not see the row, such as `the OpenAI key`. */
  readonly spoken: string;
  readonly onReplace: () => void;
  /** Absent when the secret cannot be removed. */
  readonly onClear?: (() => Promise<Refusal | null>) | undefined;
}

/** Row of a stored secret, with the actions it allows. */
export function SecretRow({ label, status, spoken, onReplace, onClear }: SecretRowProps) {
  const [isAsked, setAsked] = useState(false);
  const clear = async (): Promise<void> => {
    setAsked(false);
    const refusal = (await onClear?.()) ?? null;
    if (refusal !== null) showRefusal(`${refusal.sentence} ${refusal.remedy}`);
  };
  return (
    <div className={styles['row']}>
      <IconKey size={16} stroke={1.6} aria-hidden className={styles['icon']} />
      <div className={styles['words']}>
        <strong>{label}</strong>
        <span>{status}</span>
      </div>
      {isAsked ? (
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
          <Button variant="default" size="compact-sm" aria-label={`Replace ${spoken}`} onClick={onReplace}>
            Replace
          </Button>
          {onClear !== undefined && (
            <Button
              data-danger
              variant="outline"
              size="compact-sm"
              aria-label={`Clear ${spoken}`}
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
