import { formatTimer } from '../text/format';
import { useTimed } from './use-timed';

interface TimerProps {
  /** Start, epoch ms on the main process's clock. */
  readonly since: number;
  /** End, epoch ms on the same clock; null while it is running. */
  readonly until: number | null;
}

/** Running time, `02:14`. */
export function Timer({ since, until }: TimerProps) {
  const shown = useTimed((now) => formatTimer((until ?? now) - since));
  return <time>{shown}</time>;
}
