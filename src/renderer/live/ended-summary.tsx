import type { Call, CallPhase } from '../../shared/call/call';
import { formatTimeOfDay } from '../ui/text/format';
import { Said } from '../ui/text/said';
import { endedByLabel, endWords } from '../labels/end-reasons';
import styles from './ended-summary.module.css';

interface EndedSummaryProps {
  readonly direction: Call['direction'];
  readonly phase: Extract<CallPhase, { name: 'ended' }>;
}

/** Summary of an ended call: the reason in the caller's terms, and who ended it. */
export function EndedSummary({ direction, phase }: EndedSummaryProps) {
  return (
    <section aria-label="How the call ended" className={styles['ended']}>
      <h2 className={styles['title']}>Call ended</h2>
      <p className={styles['why']}>{endWords(direction, phase.reason).sentence}</p>
      <p className={styles['who']}>
        Ended by {endedByLabel(direction, phase.by)} at {formatTimeOfDay(phase.at)}
      </p>
      {phase.detail !== null && phase.detail !== '' && <Said text={phase.detail} className={styles['detail']} />}
    </section>
  );
}
