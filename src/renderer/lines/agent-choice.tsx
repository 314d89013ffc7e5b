import { NativeSelect } from '@mantine/core';
import type { AgentLibrary } from '../../shared/agent/agent-library';
import { useAgents, useServices } from '../connection/services';
import { showRefusal } from '../live/refusal-toast';
import { displayNumber } from '../ui/phone-number';
import { plainLine } from '../ui/plain-text';
import styles from './agent-choice.module.css';

/** Stands for no agent of the line's own. */
const DEFAULT = '';

/** Who answers a line: the agent of all lines, or one of its own. */
export function AgentChoice({ number }: { readonly number: string }) {
  const { agents } = useServices();
  const library = useAgents((view) => view.library);
  if (library === null) return <span />;
  const choose = async (agentId: string): Promise<void> => {
    const refused = await agents.assign(number, agentId === DEFAULT ? null : agentId);
    if (refused !== null) showRefusal(refused.refusal.sentence);
  };
  return (
    <NativeSelect
      aria-label={`Agent of ${displayNumber(number)}`}
      classNames={{ input: styles['input'] }}
      value={library.lines[number] ?? DEFAULT}
      data={[...choices(library)]}
      onChange={(event) => void choose(event.currentTarget.value)}
    />
  );
}

/** Only what was published can answer. */
function choices({ agents, defaultId }: AgentLibrary): readonly { readonly value: string; readonly label: string }[] {
  const published = agents.flatMap(({ id, published: version }) =>
    version === null ? [] : [{ value: id, label: plainLine(version.name) }],
  );
  const usual = published.find(({ value }) => value === defaultId)?.label ?? '';
  return [{ value: DEFAULT, label: `${usual} (default)` }, ...published];
}
