import { Autocomplete, Button, NativeSelect, Textarea } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { AgentSchema, VOICES, type Agent } from '../../shared/agent/agent';
import { useServices, useSetup } from '../connection/services';
import { languageChoices, MODELS } from './agent-choices';
import styles from './agent-form.module.css';
import { agentFaults } from './agent-faults';
import { SavedNote, useSaving } from './saving';

/** What the agent says and how, for every line without an agent of its own. */
export function AgentForm() {
  const agent = useSetup((view) => view.agent);
  return agent === null ? null : <SavedAgent saved={agent} />;
}

function SavedAgent({ saved }: { readonly saved: Agent }) {
  const { setup } = useServices();
  const [draft, setDraft] = useState<Partial<Agent>>({});
  const saving = useSaving();
  const agent: Agent = { ...saved, ...draft };
  const faults = agentFaults(agent);
  const changed = (Object.keys(draft) as (keyof Agent)[]).some((key) => draft[key] !== saved[key]);
  const change = (part: Partial<Agent>): void => {
    saving.forget();
    setDraft((before) => ({ ...before, ...part }));
  };
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const whole = AgentSchema.safeParse({ ...agent, model: agent.model.trim() });
    if (whole.success && (await saving.run(() => setup.saveAgent(whole.data)))) setDraft({});
  };

  return (
    <form className={styles['form']} noValidate onSubmit={(event) => void submit(event)}>
      <Textarea
        label="Greeting"
        description="Spoken first, word for word. Empty: the caller speaks first."
        autosize
        minRows={2}
        maxRows={5}
        value={agent.greeting}
        error={faults.greeting}
        onChange={(event) => change({ greeting: event.currentTarget.value })}
      />
      <Textarea
        label="Instructions"
        description="Who the agent is, what it knows, what it may promise."
        autosize
        minRows={6}
        maxRows={16}
        value={agent.instructions}
        error={faults.instructions}
        onChange={(event) => change({ instructions: event.currentTarget.value })}
      />
      <div className={styles['row']}>
        <Autocomplete
          label="Model"
          data={[...MODELS]}
          value={agent.model}
          error={faults.model}
          onChange={(model) => change({ model })}
        />
        <NativeSelect
          label="Voice"
          data={[...VOICES]}
          value={agent.voice}
          onChange={(event) => {
            const voice = VOICES.find((each) => each === event.currentTarget.value);
            if (voice !== undefined) change({ voice });
          }}
        />
        <NativeSelect
          label="Language"
          data={[...languageChoices(saved.language)]}
          value={agent.language}
          onChange={(event) => change({ language: event.currentTarget.value })}
        />
      </div>
      <div className={styles['actions']}>
        <Button type="submit" disabled={!changed || Object.keys(faults).length > 0} loading={saving.state === 'saving'}>
          Save
        </Button>
        {changed && (
          <Button variant="default" onClick={() => setDraft({})}>
            Undo changes
          </Button>
        )}
        <span className={styles['hint']}>
          {changed ? 'Not saved yet.' : `Version ${saved.version}. Calls that are on keep the version they began with.`}
        </span>
      </div>
      <SavedNote saving={saving} said="Saved. New calls use it from now on." />
    </form>
  );
}
