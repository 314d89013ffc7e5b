import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import type { ToolSecretStatus } from '../../shared/keys/tool-secret';
import type { Refusal } from '../connection/refusals';
import { showRefusal } from '../live/refusal-toast';
import { plainLine } from '../ui/plain-text';
import styles from './key-row.module.css';

interface ToolSecretRowProps {
  readonly secret: ToolSecretStatus;
  readonly onReplace: () => void;
  readonly onClear: () => Promise<Refusal | null>;
}

/** A secret that is there: how it ends, where it may go, and what can be done with it. */
export function ToolSecretRow({ secret, onReplace, onClear }: ToolSecretRowProps) {
  const [isAsked, setAsked] = useState(false);
  const { name } = secret;
  const clear = async (): Promise<void> => {
    setAsked(false);
    const refusal = await onClear();
    if (refusal !== null) showRefusal(`${refusal.sentence} ${refusal.remedy}`);
  };
  return (
    <div className={styles['row']}>
      <IconKey size={16} stroke={1.6} aria-hidden className={styles['icon']} />
      <div className={styles['words']}>
        <strong>{name}</strong>
        <span>{standingOf(secret)}</span>
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
          <Button variant="default" size="compact-sm" aria-label={`Replace ${name}`} onClick={onReplace}>
            Replace
          </Button>
          <Button
            data-danger
            variant="outline"
            size="compact-sm"
            aria-label={`Clear ${name}`}
            onClick={() => setAsked(true)}
          >
            Clear
          </Button>
        </>
      )}
    </div>
  );
}

function standingOf({ state, last4, origins }: ToolSecretStatus): string {
  if (state === 'locked') return 'The key store of this system is locked: no tool can use it.';
  if (state === 'unreadable') return 'Stored under another key store: enter it again.';
  const ends = last4 === '' ? 'kept' : `ends in ${last4}`;
  return `${ends}, sent to ${origins.map((origin) => plainLine(origin)).join(', ')} only`;
}
