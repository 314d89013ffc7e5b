import type { Call } from '../../shared/call/call';
import { formatLatency } from '../ui/format';
import { callerShare, medianReplyMs, sparkline } from './call-numbers';
import styles from './reply-times.module.css';

const WIDTH = 240;
const HEIGHT = 22;

/** How the conversation goes: how fast the agent replies, who talks, how often it was interrupted. */
export function ReplyTimes({ call }: { readonly call: Call }) {
  const { replyMs } = call;
  const median = medianReplyMs(replyMs);
  const share = callerShare(call);
  return (
    <dl className={styles['numbers']}>
      <div className={styles['row']}>
        <dt>{replyMs.length > 1 ? `Reply time, last ${replyMs.length}` : 'Reply time'}</dt>
        <dd>{median === null ? '–' : `p50 ${formatLatency(median)}`}</dd>
      </div>
      {replyMs.length > 1 && (
        <svg
          role="img"
          aria-label={`Reply times: ${replyMs.map(formatLatency).join(', ')}`}
          viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
          preserveAspectRatio="none"
          className={styles['spark']}
        >
          <polyline points={sparkline(replyMs, WIDTH, HEIGHT)} vectorEffect="non-scaling-stroke" />
        </svg>
      )}
      <div className={styles['row']}>
        <dt>Caller talks</dt>
        <dd>{share === null ? '–' : `${Math.round(share * 100)} %`}</dd>
      </div>
      <div className={styles['row']}>
        <dt>Interruptions</dt>
        <dd>{call.interruptions}</dd>
      </div>
    </dl>
  );
}
