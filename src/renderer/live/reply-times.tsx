import type { ReactNode } from 'react';
import type { Call } from '../../shared/call/call';
import { formatLatency } from '../ui/text/format';
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

/** Median of the reply times, ms; null when there are none. */
export function medianReplyMs(replyMs: readonly number[]): number | null {
  const sorted = [...replyMs].sort((one, other) => one - other);
  const half = Math.floor(sorted.length / 2);
  const high = sorted[half];
  if (high === undefined) return null;
  const low = sorted[half - 1];
  return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2;
}

/** The caller's share of all speech, 0 to 1; null before anyone was heard. */
export function callerShare({ talkMs }: Pick<Call, 'talkMs'>): number | null {
  const all = talkMs.caller + talkMs.agent;
  return all === 0 ? null : talkMs.caller / all;
}

/**
 * Points of a line through the values, as in SVG: `0,3 10,5 …`. Fills a box of `width` by `height`, the highest value
 * at the top.
 */
export function sparkline(values: readonly number[], width: number, height: number): string {
  const highest = Math.max(...values);
  const lowest = Math.min(...values);
  const range = highest - lowest || 1;
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values
    .map((value, index) => {
      const y = highest === lowest ? height / 2 : height - ((value - lowest) / range) * height;
      return `${round(index * step)},${round(y)}`;
    })
    .join(' ');
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
