import type { Call } from '../../../shared/call/call';

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
