import { useConsole } from '../../services/services';
import { callAddress } from '../../routes/call-route';
import { ApplyToCall } from '../../live/tools/apply-to-call';
import { otherParty } from '../../labels/other-party';
import { versionWords } from '../../labels/version-words';
import styles from './running-calls.module.css';

interface RunningCallsProps {
  readonly agentId: string;
  /** Version that answers new calls; 0 for none. */
  readonly latest: number;
}

/** Ongoing calls of this agent, each with the version it has. */
export function RunningCalls({ agentId, latest }: RunningCallsProps) {
  const calls = useConsole((view) => view.console.calls);
  const running = [...calls.values()].filter(({ agent, phase }) => agent.id === agentId && phase.name !== 'ended');
  if (running.length === 0) return null;
  return (
    <section aria-labelledby="running-calls" className={styles['running']}>
      <h3 id="running-calls">{running.length === 1 ? 'A call is on' : `${String(running.length)} calls are on`}</h3>
      <ul>
        {running.map((call) => (
          <li key={call.id}>
            <a href={`#${callAddress(call.id)}`}>{otherParty(call)}</a>
            <span>{versionWords(call.agentChange?.version ?? call.agent.version)}</span>
            <ApplyToCall call={call} latest={latest} />
          </li>
        ))}
      </ul>
    </section>
  );
}
