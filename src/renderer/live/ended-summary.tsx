import type { CallPhase } from '../../shared/call/call';
import { formatTimeOfDay } from '../ui/format';
import { Said } from '../ui/said';
import { ENDED_BY_IN_WORDS, END_REASONS_IN_WORDS } from './end-reasons';
import styles from './ended-summary.module.css';

/** Why a call is over, in the caller's terms, and who ended it. */
export function EndedSummary({ phase }: { readonly phase: Extract<CallPhase, { name: 'ended' }> }) {
  return (
    <section aria-label="How the call ended" className={styles['ended']}>
      <h2 className={styles['title']}>Call ended</h2>
      <p className={styles['why']}>{END_REASONS_IN_WORDS[phase.reason].sentence}</p>
      <p className={styles['who']}>
        Ended by {ENDED_BY_IN_WORDS[phase.by]} at {formatTimeOfDay(phase.at)}
      </p>
      {phase.detail !== null && phase.detail !== '' && <Said text={phase.detail} className={styles['detail']} />}
    </section>
  );
}
