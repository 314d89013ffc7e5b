import { Button, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { SetupSchema } from '../../../shared/contract/setup-contract';
import { useServices, useSetup } from '../../services/services';
import styles from './reach-form.module.css';
import { SavedNote, useSaving, type Saving } from '../saving';
import { tidyUrl } from './reach-words';

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
