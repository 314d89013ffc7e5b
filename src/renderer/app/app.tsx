import { Button, Loader, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { IconKeyboard, IconLinkOff, IconPlugConnectedX } from '@tabler/icons-react';
import { lazy, Suspense, useEffect } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { needKey, needsOf } from '../../shared/call/attention';
import { labelWithKey } from '../actions/action';
import { openHelp } from '../actions/page-actions';
import { ActionsProvider, useAction, useActionKeys } from '../actions/use-actions';
import { otherParty } from '../labels/other-party';
import { spokenNeed, useCallOrder } from '../live/list/call-order';
import { PracticeBars } from '../practice/practice-bars';
import { ServicesProvider, useConsole, useLink, useSetup } from '../services/services';
import { styleNonce } from '../theme/style-nonce';
import { cssVariables, theme } from '../theme/theme';
import { AppearanceMenu } from '../ui/appearance-menu';
import { Empty } from '../ui/empty';
import { ErrorBoundary } from '../ui/error-boundary';
import { IconButton } from '../ui/icon-button';
import { LinkBanner, useSecondsUntil } from '../ui/link-banner';
import { Mark } from '../ui/mark';
import { TickerProvider, useNow } from '../ui/time/timer';
import styles from './app.module.css';
import { DeskLimitBanner } from './desk-limit-banner';
import { JournalBanner } from './journal-banner';
import { SigningBanner } from './signing-banner';
import { LiveBar } from './live-bar';
import navRailStyles from './nav-rail.module.css';
import type { Page } from './page';
import { Palette } from './palette';
import { fetchScreens, screenOf, SCREENS, type Screen } from './screens';
import { ShortcutsHelp } from './shortcuts-help';
import { TopBar } from './top-bar';

/** Root component of the page. */
export function App({ page }: { readonly page: Page }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <TickerProvider value={page.ticker}>
        <ServicesProvider value={page.services}>
          <ActionsProvider value={page.actions}>
            <Notifications position="top-center" limit={3} autoClose={5000} />
            <ErrorBoundary part="The console">
              <Frame />
            </ErrorBoundary>
          </ActionsProvider>
        </ServicesProvider>
      </TickerProvider>
    </MantineProvider>
  );
}

const OnboardingScreen = lazy(async () => ({
  default: (await import('../onboarding/onboarding-screen')).OnboardingScreen,
}));

/** Chooses the page: the console, or the set-up that comes before it. */
function Frame() {
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
        <JournalBanner />
        <DeskLimitBanner />
        <SigningBanner />
        <PracticeBars />
        <main className={styles['screen']}>
          <ErrorBoundary key={screen?.path ?? ''} part="This screen">
            <Suspense>{screen === null ? <UnknownAddress /> : <screen.View />}</Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <Announcer />
      <Palette screens={SCREENS} />
      <ShortcutsHelp />
    </div>
  );
}

/** Navigation rail: the screens, and at the foot the controls of the page itself. */
function NavRail({ screen }: { readonly screen: Screen | null }) {
  const { perform } = useAction(openHelp);
  return (
    <nav aria-label="Screens" className={navRailStyles['rail']}>
      <div className={navRailStyles['mark']}>
        <Mark />
      </div>
      {SCREENS.filter(({ atFoot }) => atFoot !== true).map((to) => (
        <ScreenLink key={to.path} to={to} isShown={to === screen} />
      ))}
      <span className={navRailStyles['space']} />
      <AppearanceMenu />
      <IconButton label={labelWithKey(openHelp)} icon={<IconKeyboard size={19} stroke={1.6} />} onClick={perform} />
      {SCREENS.filter(({ atFoot }) => atFoot === true).map((to) => (
        <ScreenLink key={to.path} to={to} isShown={to === screen} />
      ))}
    </nav>
  );
}

/** Page shown for an address that leads nowhere. */
function UnknownAddress() {
  return (
    <div className={styles['page']}>
      <Empty heading="h1" icon={<IconLinkOff size={28} stroke={1.5} />} title="There is nothing at this address">
        <p>The link may be of another release, or mistyped.</p>
        <Button component="a" href="#/live" variant="default">
          Show the calls
        </Button>
      </Empty>
    </div>
  );
}

function ScreenLink({ to, isShown }: { readonly to: Screen; readonly isShown: boolean }) {
  const { path, label, icon: Icon } = to;
  return (
    <a href={`#/${path}`} aria-current={isShown ? 'page' : undefined} className={navRailStyles['screen']}>
      <Icon size={20} stroke={1.6} aria-hidden />
      {label}
    </a>
  );
}

/** Page shown before the first snapshot: connecting, or not reaching Switchboard. */
function WaitingPage() {
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
function SessionOverPage() {
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

/**
 * Announces calls that need a person to those who do not look at the screen. They are read out, and counted in the
 * window's title.
 */
function Announcer() {
  const calls = useConsole((view) => view.console.calls);
  const { current, needsYou, quiet } = useCallOrder(calls);
  const needing = current.slice(0, needsYou + quiet);
  // Re-renders when time alone brings a need, or ends one.
  const now = useNow((at) => needing.flatMap((call) => needsOf(call, at).map(needKey)).join('\n'));
  useEffect(() => {
    document.title = needsYou > 0 ? `(${needsYou}) Switchboard` : 'Switchboard';
  }, [needsYou]);
  return (
    <div aria-live="polite" aria-relevant="additions" className={styles['spoken']}>
      {needing.flatMap((call) =>
        needsOf(call, now).map((need) => (
          <p key={`${call.id} ${needKey(need)}`}>{`${otherParty(call)} needs you: ${spokenNeed(need)}`}</p>
        )),
      )}
    </div>
  );
}
