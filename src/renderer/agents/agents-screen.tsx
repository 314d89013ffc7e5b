import { IconMessageChatbot } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { ErrorBoundary } from '../ui/error-boundary';
import { useAgents, useServices } from '../services/services';
import { PracticePane } from '../practice/practice-pane';
import { Empty } from '../ui/empty';
import { AgentEditor } from './agent-editor';
import { AgentList } from './library/agent-list';
import { agentRouteOf } from '../routes/agent-route';
import styles from './agents-screen.module.css';

/** Agents screen: the list of agents, the editor of the open one, and its practice pane. */
export function AgentsScreen() {
  const { agents } = useServices();
  const library = useAgents((view) => view.library);
  const [address] = useHashLocation();
  const route = agentRouteOf(address);
  const lastId = useAgents((view) => view.lastId);
  const agentId = route.agentId ?? lastId ?? library?.defaultId ?? null;
  useEffect(() => {
    if (agentId !== null) void agents.open(agentId);
  }, [agents, agentId]);

  return (
    <section aria-labelledby="agents-title" className={styles['screen']}>
      <h1 id="agents-title" className={styles['title']}>
        Agents
      </h1>
      <AgentList agentId={agentId} part={route.part} />
      {agentId === null ? <NoAgent /> : <OneAgent key={agentId} agentId={agentId} part={route.part} />}
      {agentId !== null && (
        <ErrorBoundary key={`practice of ${agentId}`} part="Practice">
          <PracticePane agentId={agentId} />
        </ErrorBoundary>
      )}
    </section>
  );
}

function OneAgent({
  agentId,
  part,
}: {
  readonly agentId: string;
  readonly part: ReturnType<typeof agentRouteOf>['part'];
}) {
  const edited = useAgents((view) => view.edited.get(agentId));
  const refused = useAgents((view) => view.refused.get(agentId));
  if (edited !== undefined) return <AgentEditor edited={edited} part={part} />;
  if (refused === undefined) return <div className={styles['rest']} role="status" aria-label="Opening the agent" />;
  return (
    <div className={styles['rest']}>
      <Empty icon={<IconMessageChatbot size={28} stroke={1.5} />} title={refused.refusal.sentence}>
        <p>{refused.refusal.remedy}</p>
      </Empty>
    </div>
  );
}

function NoAgent() {
  const isFailing = useAgents((view) => view.isFailing);
  return (
    <div className={styles['rest']}>
      {isFailing && (
        <Empty icon={<IconMessageChatbot size={28} stroke={1.5} />} title="The agents could not be read">
          <p>Switchboard did not answer. They are asked for again when it does.</p>
        </Empty>
      )}
    </div>
  );
}
