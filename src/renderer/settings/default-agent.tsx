import { NativeSelect } from '@mantine/core';
import { useAgents, useServices } from '../services/services';
import { plainLine } from '../ui/text/plain-text';
import styles from './default-agent.module.css';
import { SavedNote, useSaving } from './saving';

/** Setting for the default agent, which answers lines without an agent of their own. */
export function DefaultAgent() {
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
