import { formatTimer } from '../text/format';
import { useTimed } from './use-timed';

interface TimerProps {
  /** Epoch ms on the main process's clock. */
  readonly since: number;
  /** When it stopped; running while null. */
  readonly until: number | null;
}

/** Running time, `02:14`. */
export function Timer({ since, until }: TimerProps) {
  const shown = useTimed((now) => formatTimer((until ?? now) - since));
  return <time>{shown}</time>;
}
