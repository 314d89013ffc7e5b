import { Loader } from '@mantine/core';
import { IconLinkOff, IconPlugConnectedX } from '@tabler/icons-react';
import { useConsole } from '../services/services';
import { Empty } from '../ui/empty';
import styles from './whole-page.module.css';
import { useSecondsUntil } from '../ui/link-banner';

/** Page shown before the first snapshot: connecting, or not reaching Switchboard. */
export function WaitingPage() {
  const link = useConsole((view) => view.link);
  const wait = useSecondsUntil(link.name === 'lost' ? link.retryAt : null);
  if (link.name === 'lost') {
    return (
      <main className={styles['page']}>
        <div role="status">
          <Empty heading="h1" icon={<IconPlugConnectedX size={28} stroke={1.5} />} title="Switchboard does not answer">
            {wait > 0 ? `Trying again in ${wait} s.` : 'Trying again now…'}
          </Empty>
        </div>
      </main>
    );
  }
  return (
    <main className={styles['page']}>
      <div role="status">
        <Empty heading="h1" icon={<Loader size="sm" />} title="Connecting to Switchboard…" />
      </div>
    </main>
  );
}

/** Page shown in serve mode when the one-time link was used, or its session is over. */
export function SessionOverPage() {
  return (
    <main className={styles['page']}>
      <Empty heading="h1" icon={<IconLinkOff size={28} stroke={1.5} />} title="This link no longer opens the console">
        <p>
          It was used already, or is too old: each link opens the console once, in one browser. For a new one, press
          Enter where Switchboard runs; without a terminal, send it SIGUSR2 or start it again.
        </p>
        <p>Calls that are going on are not affected by this page.</p>
      </Empty>
    </main>
  );
}
