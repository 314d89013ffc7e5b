import { Button } from '@mantine/core';
import styles from './link-banner.module.css';
import { useTimed } from './time/timer';

interface LinkBannerProps {
  readonly isConnected: boolean;
  /** Epoch ms of the next try while the line is lost; null: one is being made. */
  readonly retryAt: number | null;
  readonly onRetry: () => void;
}

/** Says that the screen stands still while the line to the main process is lost, and that the calls do not. */
export function LinkBanner({ isConnected, retryAt, onRetry }: LinkBannerProps) {
  const wait = useSecondsUntil(retryAt);
  if (isConnected) return null;
  return (
    <div role="status" className={styles['banner']}>
      <strong>Connection to Switchboard lost</strong>
      <span aria-hidden>{wait > 0 ? `Trying again in ${wait} s.` : 'Trying again now…'}</span>
      <span className={styles['quiet']}>What you see is from before. Losing this page ends no call.</span>
      {retryAt !== null && (
        <Button variant="default" size="compact-sm" className={styles['retry']} onClick={onRetry}>
          Try now
        </Button>
      )}
    </div>
  );
}

/** Counts down to a moment, epoch ms, in whole seconds; 0 when it is past, or there is none. */
export function useSecondsUntil(moment: number | null): number {
  return useTimed((now) => (moment === null ? 0 : Math.max(0, Math.ceil((moment - now) / 1000))));
}
