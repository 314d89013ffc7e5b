import { useDisclosure } from '@mantine/hooks';
import { useConsole } from '../connection/services';
import { LiveScreen } from '../live/live-screen';
import { useShortcuts } from '../ui/shortcuts';
import { Announcer } from './announcer';
import { ErrorBoundary } from './error-boundary';
import styles from './frame.module.css';
import { LinkBanner } from './link-banner';
import { NavRail } from './nav-rail';
import { ShortcutsHelp } from './shortcuts-help';
import { TopBar } from './top-bar';
import { SessionOverPage, WaitingPage } from './whole-page';

/** What is around every screen. */
export function Frame() {
  const sessionOver = useConsole((view) => view.link.name === 'session over');
  const ready = useConsole((view) => view.ready);
  const [helpOpened, help] = useDisclosure(false);
  useShortcuts({ '?': help.toggle });
  if (sessionOver) return <SessionOverPage />;
  if (!ready) return <WaitingPage />;
  return (
    <div className={styles['frame']}>
      <NavRail onHelp={help.open} />
      <div className={styles['content']}>
        <ErrorBoundary part="The top bar">
          <TopBar />
        </ErrorBoundary>
        <LinkBanner />
        <main className={styles['screen']}>
          <ErrorBoundary part="This screen">
            <LiveScreen />
          </ErrorBoundary>
        </main>
      </div>
      <Announcer />
      <ShortcutsHelp opened={helpOpened} onClose={help.close} />
    </div>
  );
}
