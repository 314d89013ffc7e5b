import { useEffect, useRef, type ReactNode } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { ErrorBoundary } from '../ui/error-boundary';
import { useServices } from '../services/services';
import { AboutSection } from './about-section';
import { AppearanceForm } from './appearance-form';
import { AudioSettings } from './audio-settings';
import { DefaultAgent } from './default-agent';
import { FallbackForm } from './reach/fallback-form';
import { KeysSection } from './keys/keys-section';
import { ReachForm } from './reach/reach-form';
import styles from './settings-screen.module.css';
import { ToolSecretsSection } from './keys/tool-secrets-section';

interface Section {
  readonly path: string;
  readonly title: string;
  readonly intro: string;
  readonly body: ReactNode;
}

const SECTIONS: readonly [Section, ...Section[]] = [
  {
    path: 'keys',
    title: 'Keys',
    intro: 'Keys go in and never come out: Switchboard shows how they end, and asks their service whether they work.',
    body: <KeysSection />,
  },
  {
    path: 'secrets',
    title: 'Tool secrets',
    intro: 'What tools show their services to be let in. They go in and never come out.',
    body: <ToolSecretsSection />,
  },
  {
    path: 'reach',
    title: 'Reach',
    intro: 'Twilio has to reach this machine from outside. Live lines follow when this changes.',
    body: <ReachForm clearable />,
  },
  {
    path: 'fallback',
    title: 'Fallback',
    intro: 'Where callers go when this machine is off, asleep or cut off while a line is live.',
    body: <FallbackForm />,
  },
  {
    path: 'agent',
    title: 'Default agent',
    intro: 'Answers every line that has no agent of its own.',
    body: <DefaultAgent />,
  },
  {
    path: 'sound',
    title: 'Sound',
    intro: 'What you hear calls with, and what callers hear you with, on this machine.',
    body: <AudioSettings />,
  },
  { path: 'appearance', title: 'Appearance', intro: 'How this window looks.', body: <AppearanceForm /> },
  { path: 'about', title: 'About', intro: 'Your keys, your recordings, your machine.', body: <AboutSection /> },
];

/** Settings screen, which shows one section at a time. */
export function SettingsScreen() {
  const { setup } = useServices();
  const [path] = useHashLocation();
  const section = SECTIONS.find((each) => path === `/settings/${each.path}`) ?? SECTIONS[0];
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(section.path);
  useEffect(() => void setup.load(), [setup]);
  useEffect(() => {
    if (shown.current !== section.path) heading.current?.focus();
    shown.current = section.path;
  }, [section.path]);
  return (
    <div className={styles['screen']}>
      <nav aria-label="Settings" className={styles['sections']}>
        {SECTIONS.map(({ path: to, title }) => (
          <a key={to} href={`#/settings/${to}`} aria-current={to === section.path ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <div className={styles['scroller']}>
        <section aria-labelledby="settings-title" className={styles['section']}>
          <h1 id="settings-title" ref={heading} tabIndex={-1} className={styles['title']}>
            {section.title}
          </h1>
          <p className={styles['intro']}>{section.intro}</p>
          <ErrorBoundary key={section.path} part="This section">
            {section.body}
          </ErrorBoundary>
        </section>
      </div>
    </div>
  );
}
