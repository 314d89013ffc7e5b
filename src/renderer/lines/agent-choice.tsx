import { NativeSelect } from '@mantine/core';
import { useAgents, useServices } from '../services/services';
import { showRefusal } from '../ui/refusal-toast';
import { displayNumber } from '../ui/text/phone-number';
import styles from './agent-choice.module.css';
import { agentChoices, USUAL_AGENT } from './published-agents';

/** Select of the agent that answers a line: the agent of all lines, or one of its own. */
export function AgentChoice({ number }: { readonly number: string }) {
  const { agents } = useServices();
  const library = useAgents((view) => view.library);
  if (library === null) return <span />;
  const choose = async (agentId: string): Promise<void> => {
    const refused = await agents.assign(number, agentId === USUAL_AGENT ? null : agentId);
    if (refused !== null) showRefusal(refused.refusal.sentence);
  };
  return (
    <NativeSelect
      aria-label={`Agent of ${displayNumber(number)}`}
      classNames={{ input: styles['input'] }}
      value={library.lines[number] ?? USUAL_AGENT}
      data={[...agentChoices(library, null)]}
      onChange={(event) => void choose(event.currentTarget.value)}
    />
  );
}
