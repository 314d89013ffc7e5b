import { Button } from '@mantine/core';
import { useConsole, useServices, useTimed } from '../client/services';
import styles from './link-banner.module.css';

/** Says that the screen stands still, while the line to the main process is lost, and that the calls do not. */
export function LinkBanner() {
  const link = useConsole((view) => view.link);
  const { retryNow } = useServices();
  const wait = useTimed((now) => (link.name === 'lost' ? Math.max(0, Math.ceil((link.retryAt - now) / 1000)) : 0));
  if (link.name === 'connected') return null;
  return (
    <div role="status" className={styles['banner']}>
      <strong>Connection to Switchboard lost</strong>
      <span aria-hidden>{wait > 0 ? `Trying again in ${wait} s.` : 'Trying again now…'}</span>
      <span className={styles['quiet']}>What you see is from before. Losing this page ends no call.</span>
      {link.name === 'lost' && (
        <Button variant="default" size="compact-sm" className={styles['retry']} onClick={retryNow}>
          Try now
        </Button>
      )}
    </div>
  );
}
