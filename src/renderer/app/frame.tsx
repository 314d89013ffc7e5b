import { lazy, Suspense, useEffect } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { useActionKeys } from '../actions/use-actions';
import { useConsole, useLink, useSetup } from '../services/services';
import { PracticeBar } from '../practice/practice-bar';
import { PracticeCallBar } from '../practice/practice-call-bar';
import { Announcer } from './announcer';
import { ErrorBoundary } from '../ui/error-boundary';
import styles from './frame.module.css';
import { LinkBanner } from '../ui/link-banner';
import { LiveBar } from './live-bar';
import { NavRail } from './nav-rail';
import { Palette } from './palette';
import { fetchScreens, screenOf } from './screens';
import { ShortcutsHelp } from './shortcuts-help';
import { TopBar } from './top-bar';
import { SessionOverPage, WaitingPage } from './whole-page';

const OnboardingScreen = lazy(async () => ({
  default: (await import('../onboarding/onboarding-screen')).OnboardingScreen,
}));

/** Chooses the page: the console, or before it the set-up. */
export function Frame() {
  const sessionOver = useConsole((view) => view.link.name === 'session over');
  const ready = useConsole((view) => view.ready);
  const demo = useConsole((view) => view.about?.demo ?? false);
  const asked = useSetup((view) => view.asked);
  const reached = useSetup((view) => view.setup?.onboarding ?? 'done');
  const practising = useSetup((view) => view.setup?.practising ?? false);
  if (sessionOver) return <SessionOverPage />;
  if (!ready || !asked) return <WaitingPage />;
  if (reached !== 'done' && !demo && !practising) {
    return (
      <Suspense fallback={<WaitingPage />}>
        <OnboardingScreen reached={reached} />
      </Suspense>
    );
  }
  return <ConsoleFrame />;
}

/** Frame around every screen of the console. */
function ConsoleFrame() {
  const [path] = useHashLocation();
  const screen = screenOf(path);
  useActionKeys();
  useEffect(fetchScreens, []);
  return (
    <div className={styles['frame']}>
      <LiveBar />
      <NavRail screen={screen} />
      <div className={styles['content']}>
        <ErrorBoundary part="The top bar">
          <TopBar />
        </ErrorBoundary>
        <LinkBanner {...useLink()} />
        <PracticeBar />
        <PracticeCallBar />
        <main className={styles['screen']}>
          <ErrorBoundary key={screen.path} part="This screen">
            <Suspense>
              <screen.View />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <Announcer />
      <Palette />
      <ShortcutsHelp />
    </div>
  );
}
