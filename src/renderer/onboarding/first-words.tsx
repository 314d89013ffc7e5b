import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Agent } from '../../shared/agent/agent';
import { useServices, useSetup } from '../services/services';
import { agentFaults } from '../settings/agent-faults';
import { SavedNote, useSaving } from '../settings/saving';
import styles from './first-words.module.css';

/** Fields for the agent's greeting and instructions, saved when a field loses focus. */
export function FirstWords() {
  const agent = useSetup((view) => view.agent);
  return agent === null ? null : <Words saved={agent} />;
}

function Words({ saved }: { readonly saved: Agent }) {
  const { setup } = useServices();
  const [draft, setDraft] = useState<Partial<Pick<Agent, 'greeting' | 'instructions'>>>({});
  const saving = useSaving();
  const agent: Agent = { ...saved, ...draft };
  const faults = agentFaults(agent);
  const keep = async (): Promise<void> => {
    const same = agent.greeting === saved.greeting && agent.instructions === saved.instructions;
    if (same || Object.keys(faults).length > 0) return;
    if (await saving.run(() => setup.saveAgent(agent))) setDraft({});
  };
  const change = (part: typeof draft): void => {
    saving.forget();
    setDraft((before) => ({ ...before, ...part }));
  };
  return (
    <div className={styles['words']}>
      <Textarea
        label="Greeting"
        description="Spoken first, word for word."
        autosize
        minRows={2}
        maxRows={4}
        value={agent.greeting}
        error={faults.greeting}
        onChange={(event) => change({ greeting: event.currentTarget.value })}
        onBlur={() => void keep()}
      />
      <Textarea
        label="Instructions"
        description="Who the agent is, what it knows, what it may promise."
        autosize
        minRows={2}
        maxRows={7}
        value={agent.instructions}
        error={faults.instructions}
        onChange={(event) => change({ instructions: event.currentTarget.value })}
        onBlur={() => void keep()}
      />
      <SavedNote saving={saving} said="Saved. New calls use it from now on." />
    </div>
  );
}
