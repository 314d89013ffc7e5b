import { Button, NativeSelect, Radio, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { useAgents, useConsole, useServices } from '../services/services';
import { ErrorBoundary } from '../ui/error-boundary';
import { showRefusal } from '../ui/refusal-toast';
import { plainLine } from '../ui/text/plain-text';
import { AudioSettings } from './audio-settings';
import { KeyForm } from './keys/key-form';
import keysSectionStyles from './keys/keys-section.module.css';
import { SharedKeyForm } from './keys/shared-key-form';
import { ToolSecretsSection } from './keys/tool-secrets-section';
import { VaultNote } from './keys/vault-note';
import { LicencesList } from './licences';
import { LimitsForm } from './limits-form';
import { FallbackForm, ReachForm } from './reach/reach-form';
import { SavedNote, useSaving } from './saving';
import styles from './settings-screen.module.css';

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
    path: 'limits',
    title: 'Limits',
    intro:
      'How many calls the desk takes at once, and what they may cost in a day. Each agent has limits of its own for a call.',
    body: <LimitsForm />,
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

/** Section that names this Switchboard's version and mode, and leads back to the set-up. */
function AboutSection() {
  const { setup } = useServices();
  const about = useConsole((view) => view.about);
  const again = async (): Promise<void> => {
    const refusal = await setup.reachOnboarding('model');
    if (refusal !== null) showRefusal(`${refusal.sentence} ${refusal.remedy}`);
  };
  return (
    <div className={styles['about']}>
      <dl>
        <dt>Version</dt>
        <dd>{about?.version ?? 'unknown'}</dd>
        <dt>Runs as</dt>
        <dd>{about?.mode === 'desktop' ? 'a desktop app' : 'a server, seen in a browser'}</dd>
      </dl>
      <p>Going through the set-up again changes nothing by itself: lines stay live, keys stay where they are.</p>
      <div>
        <Button variant="default" disabled={about?.demo === true} onClick={() => void again()}>
          Go through the set-up again
        </Button>
      </div>
      <LicencesList />
    </div>
  );
}

const CHOICES: readonly { readonly scheme: MantineColorScheme; readonly label: string }[] = [
  { scheme: 'auto', label: 'Like the system' },
  { scheme: 'light', label: 'Light' },
  { scheme: 'dark', label: 'Dark' },
];

/** Light, dark, or as the system has it. */
function AppearanceForm() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Radio.Group
      label="Colours"
      value={colorScheme}
      onChange={(value) => setColorScheme(CHOICES.find(({ scheme }) => scheme === value)?.scheme ?? 'auto')}
    >
      <div className={styles['choices']}>
        {CHOICES.map(({ scheme, label }) => (
          <Radio key={scheme} value={scheme} label={label} />
        ))}
      </div>
    </Radio.Group>
  );
}

/** Setting for the default agent, which answers lines without an agent of their own. */
function DefaultAgent() {
  const { agents } = useServices();
  const library = useAgents((view) => view.library);
  const saving = useSaving();
  if (library === null) return null;
  const { defaultId } = library;
  const published = library.agents.flatMap(({ id, published: version }) =>
    version === null ? [] : [{ value: id, label: plainLine(version.name) }],
  );
  return (
    <div className={styles['form']}>
      <NativeSelect
        label="Agent"
        description="Agents that were never published cannot answer, and are not listed."
        data={published}
        value={defaultId}
        onChange={(event) => {
          const agentId = event.currentTarget.value;
          void saving.run(async () => (await agents.assign(null, agentId))?.refusal ?? null);
        }}
      />
      <p className={styles['links']}>
        <a href={`#/agents/${defaultId}`}>Edit this agent</a>
        <a href="#/lines">Give a line its own agent</a>
      </p>
      <SavedNote saving={saving} said="New calls are answered by it from now on." />
    </div>
  );
}

/** Every key, by service. */
function KeysSection() {
  const signing = useConsole((view) => view.console.signing);
  return (
    <div className={keysSectionStyles['groups']}>
      <VaultNote />
      <section aria-labelledby="keys-openai">
        <h2 id="keys-openai">OpenAI</h2>
        <KeyForm service="openai" names={['openAiKey']} clearable />
      </section>
      <section aria-labelledby="keys-twilio">
        <h2 id="keys-twilio">Twilio</h2>
        <KeyForm service="twilio" names={['twilioAccountSid', 'twilioAuthToken']} clearable />
      </section>
      <section aria-labelledby="keys-ngrok">
        <h2 id="keys-ngrok">ngrok</h2>
        <KeyForm service="ngrok" names={['ngrokAuthtoken']} clearable />
      </section>
      <details className={keysSectionStyles['more']}>
        <summary>Twilio API key (optional)</summary>
        <p>
          Requests to Twilio can use an API key of their own. The Auth Token is needed all the same, to check webhooks.
        </p>
        <KeyForm service="twilio" names={['twilioApiKeySid', 'twilioApiKeySecret']} clearable checked={false} />
      </details>
      <details className={keysSectionStyles['more']} open={signing !== null}>
        <summary>Twilio shared key (only where webhooks are signed with one)</summary>
        <p>
          An account with a rule for webhooks may sign them with a shared key. Its calls are refused without the secret.
        </p>
        <SharedKeyForm />
      </details>
    </div>
  );
}
