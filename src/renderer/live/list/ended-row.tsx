import { memo } from 'react';
import type { Call } from '../../../shared/call/call';
import { formatTimeOfDay, formatTimer } from '../../ui/text/format';
import { callAgeMs, endedAt } from './call-order';
import styles from './call-row.module.css';
import { otherParty } from '../../labels/other-party';
import { phaseWords } from '../../labels/phase-words';

interface EndedRowProps {
  readonly call: Call;
  readonly selected: boolean;
  readonly onSelect: (callId: string) => void;
}

/** A call that is over, in the list. */
export const EndedRow = memo(function EndedRow({ call, selected, onSelect }: EndedRowProps) {
  return (
    <button
      type="button"
      data-call-row
      data-ended
      aria-current={selected}
      className={styles['row']}
      onClick={() => onSelect(call.id)}
    >
      <span className={styles['line']}>
        <span className={styles['number']}>{otherParty(call)}</span>
        <span className={styles['when']}>{formatTimeOfDay(endedAt(call))}</span>
      </span>
      <span className={styles['line']}>
        <span className={styles['reason']}>{phaseWords(call)}</span>
        <span className={styles['when']}>{formatTimer(callAgeMs(call, endedAt(call)))}</span>
      </span>
    </button>
  );
});
