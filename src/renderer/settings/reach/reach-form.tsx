import { Button, Radio, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { ReachSchema, SetupSchema, type Reach } from '../../../shared/contract/setup-contract';
import type { Refusal } from '../../client/refusals/refusals';
import { useConsole, useServices, useSetup } from '../../services/services';
import { Notice, type NoticeTone } from '../../ui/notice';
import { formatSince } from '../../ui/text/format';
import { plainLine } from '../../ui/text/plain-text';
import { useTimed } from '../../ui/time/timer';
import { KeyForm } from '../keys/key-form';
import { isKeySet } from '../keys/key-labels';
import { SavedNote, useSaving, type Saving } from '../saving';
import { FREE_PLAN, PlanUseNotice } from './plan-use-notice';
import styles from './reach-form.module.css';
import { tunnelLabels, type Tunnel } from './tunnel-labels';

interface ReachFormProps {
  readonly clearable?: boolean;
}

/** Form that chooses how Twilio reaches this machine: through ngrok, or by a URL of the user's own. */
export function ReachForm({ clearable = false }: ReachFormProps) {
  const reach = useSetup((view) => view.setup?.reach);
  const fixed = useSetup((view) => view.setup?.reachFixed ?? false);
  if (reach === undefined) return null;
  if (fixed) {
    return (
      <div className={styles['form']}>
        <Notice
          tone="plain"
          sentence="How calls reach this machine was set in the environment Switchboard was started with."
          remedy="Change it there, then start Switchboard again."
        />
        <TunnelStatus />
        <PlanUseNotice />
      </div>
    );
  }
  return <ChosenReach key={JSON.stringify(reach)} reach={reach} clearable={clearable} />;
}

function ChosenReach({ reach, clearable }: { readonly reach: Reach; readonly clearable: boolean }) {
  const { setup } = useServices();
  const hasToken = useSetup((view) => isKeySet(view.vault, 'ngrokAuthtoken'));
  const [way, setWay] = useState(reach.way);
  const [domain, setDomain] = useState(reach.way === 'ngrok' ? reach.domain : '');
  const [url, setUrl] = useState(reach.way === 'own-url' ? reach.url : '');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [saving, setSaving] = useState(false);

  const wanted: Reach = way === 'ngrok' ? { way, domain: tidyDomain(domain) } : { way, url: tidyUrl(url) };
  const changed = JSON.stringify(wanted) !== JSON.stringify(reach);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!ReachSchema.safeParse(wanted).success) {
      setRefusal({ sentence: 'This is no address.', remedy: 'It looks like https://phone.example.com.' });
      return;
    }
    setSaving(true);
    setRefusal(await setup.chooseReach(wanted));
    setSaving(false);
  };

  return (
    <div className={styles['form']}>
      <Radio.Group label="Way" value={way} onChange={(value) => setWay(value === 'ngrok' ? 'ngrok' : 'own-url')}>
        <div className={styles['ways']}>
          <Radio value="ngrok" label="ngrok" description="Built in: nothing to install, no router to set up." />
          <Radio
            value="own-url"
            label="My own URL"
            description="A proxy or tunnel of yours that leads to this machine."
          />
        </div>
      </Radio.Group>
      {way === 'ngrok' && (
        <KeyForm
          service="ngrok"
          names={['ngrokAuthtoken']}
          hints={{ ngrokAuthtoken: 'From dashboard.ngrok.com, under “Your Authtoken”.' }}
          clearable={clearable}
        />
      )}
      <form className={styles['choice']} noValidate onSubmit={(event) => void submit(event)}>
        {way === 'ngrok' ? (
          <TextInput
            label="Domain"
            description="Empty: the one that came with your ngrok account."
            placeholder="name.ngrok-free.app"
            value={domain}
            spellCheck={false}
            onChange={(event) => setDomain(event.currentTarget.value)}
          />
        ) : (
          <TextInput
            label="Public URL"
            description="https, with a certificate that is valid for everybody. A path at its end is kept."
            placeholder="https://phone.example.com"
            type="url"
            value={url}
            spellCheck={false}
            error={refusal === null ? undefined : `${refusal.sentence} ${refusal.remedy}`}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
        )}
        <Button type="submit" variant={changed ? 'filled' : 'default'} loading={saving} disabled={!changed}>
          {way === 'ngrok' ? 'Use ngrok' : 'Use this URL'}
        </Button>
      </form>
      {way === 'ngrok' && refusal !== null && <Notice tone="failing" {...refusal} />}
      {way === 'ngrok' && !hasToken ? (
        <Notice tone="plain" sentence="The tunnel waits for the ngrok authtoken." />
      ) : (
        <TunnelStatus />
      )}
      {way === 'ngrok' && <PlanUseNotice />}
      {way === 'ngrok' && <p className={styles['plan']}>{FREE_PLAN}</p>}
    </div>
  );
}

const TONES: Readonly<Record<Tunnel['state'], NoticeTone>> = {
  off: 'plain',
  connecting: 'busy',
  ok: 'ok',
  failing: 'failing',
};

/** Status of the tunnel through which Twilio reaches this machine; read out when it changes. */
function TunnelStatus() {
  const tunnel = useConsole((view) => view.console.tunnel);
  const since = useTimed((now) => (tunnel === null ? '' : formatSince(tunnel.since, now)));
  const { sentence, remedy } = tunnelLabels(tunnel);
  return (
    <div aria-live="polite">
      <Notice
        tone={tunnel === null ? 'plain' : TONES[tunnel.state]}
        sentence={plainLine(sentence)}
        remedy={plainLine(remedy)}
        notes={tunnel === null || tunnel.state === 'off' ? [] : [`Since ${since}.`]}
      />
    </div>
  );
}

/** Returns the entered domain without what people paste around it: a scheme, a path, spaces. */
export function tidyDomain(entered: string): string {
  return entered
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/, '')
    .toLowerCase();
}

/** Returns the entered URL; one without a scheme is taken for https. */
export function tidyUrl(entered: string): string {
  const url = entered.trim();
  return url === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `https://${url}`;
}

const NO_ADDRESS = { sentence: 'This is no https address.', remedy: 'It looks like https://example.com/fallback.' };

/** Form for the fallback URL, which Twilio requests when this machine does not answer. */
export function FallbackForm() {
  const saved = useSetup((view) => view.setup?.fallbackUrl);
  // Kept here to outlive the form, which is remounted with the saved value.
  const saving = useSaving();
  return saved === undefined ? null : <ChosenFallback key={saved} saved={saved} saving={saving} />;
}

function ChosenFallback({ saved, saving }: { readonly saved: string; readonly saving: Saving }) {
  const { setup } = useServices();
  const [url, setUrl] = useState(saved);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const wanted = tidyUrl(url);
    const usable = SetupSchema.shape.fallbackUrl.safeParse(wanted).success;
    void saving.run(() => (usable ? setup.chooseFallback(wanted) : Promise.resolve(NO_ADDRESS)));
  };
  return (
    <form className={styles['form']} noValidate onSubmit={submit}>
      <div className={styles['choice']}>
        <TextInput
          label="Fallback URL"
          description="Asked by Twilio when Switchboard does not answer. Empty: what the number had before."
          placeholder="https://example.com/fallback"
          value={url}
          spellCheck={false}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Button type="submit" loading={saving.state === 'saving'} disabled={url.trim() === saved}>
          Save
        </Button>
      </div>
      <SavedNote saving={saving} said="Saved. Lines that go live from now on use it." />
    </form>
  );
}
