import { UnstyledButton } from '@mantine/core';
import { displayNumber } from '../ui/text/phone-number';
import styles from './line-switch.module.css';
import type { LineStatus } from './line-words';

interface LineSwitchProps {
  readonly number: string;
  readonly status: LineStatus;
  readonly canAnswer: boolean;
  readonly onGoLive: () => void;
  readonly onGoOff: () => void;
}

/** Switch that takes a line live, and off again; off also ends a going live that is under way. */
export function LineSwitch({ number, status, canAnswer, onGoLive, onGoOff }: LineSwitchProps) {
  const off = status.state === 'off';
  const busy = status.state === 'going off';
  const label = busy ? 'Going off…' : off ? 'Go live' : 'Go off';
  return (
    <UnstyledButton
      className={styles['switch']}
      data-on={!off && !busy}
      disabled={busy || (off && !canAnswer)}
      aria-label={`${label}, ${displayNumber(number)}`}
      onClick={off ? onGoLive : onGoOff}
    >
      <span aria-hidden className={styles['track']} />
      {label}
    </UnstyledButton>
  );
}
