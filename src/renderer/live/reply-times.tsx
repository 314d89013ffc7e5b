import type { ReactNode } from 'react';
import type { Call } from '../../shared/call/call';
import { formatLatency } from '../ui/text/format';
import { callerShare, medianReplyMs, sparkline } from './labels/call-numbers';
import styles from './reply-times.module.css';

const WIDTH = 240;
const HEIGHT = 22;
const FEWEST_FOR_A_LINE = 3;

/**
 * Statistics of a conversation: the agent's reply times, the caller's share of the talking, and the number of
 * interruptions.
 */
export function ReplyTimes({ call }: { readonly call: Call }) {
  const { replyMs } = call;
  const median = medianReplyMs(replyMs);
  const share = callerShare(call);
  return (
    <div className={styles['numbers']}>
      <Row name={replyMs.length > 1 ? `Reply time, last ${replyMs.length}` : 'Reply time'}>
        {median === null ? '–' : `p50 ${formatLatency(median)}`}
      </Row>
      {replyMs.length >= FEWEST_FOR_A_LINE && (
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
      <Row name="Caller talks">{share === null ? '–' : `${Math.round(share * 100)} %`}</Row>
      <Row name="Interruptions">{call.interruptions}</Row>
    </div>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <p className={styles['row']}>
      <span className={styles['name']}>{name}</span>
      <span>{children}</span>
    </p>
  );
}
