import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import type { Refusal } from '../../client/refusals/refusals';
import { showRefusal } from '../../ui/refusal-toast';
import styles from './secret-row.module.css';

interface SecretRowProps {
  readonly label: string;
  /** How it ends, how it is kept, where it may go. */
  readonly standing: string;
  /** What it is called by those who do not see the row, such as `the OpenAI key`. */
  readonly spoken: string;
  readonly onReplace: () => void;
  /** Absent: it stays. */
  readonly onClear?: (() => Promise<Refusal | null>) | undefined;
}

/** A secret that is there, and what can be done with it. */
export function SecretRow({ label, standing, spoken, onReplace, onClear }: SecretRowProps) {
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
        <span>{standing}</span>
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
