import { randomBytes } from 'node:crypto';
import { DEFAULT_AGENT, type Agent } from '../../shared/agent/agent';
import type { Line } from '../../shared/call/console';
import type { Clock, Journal, Log, SettingsFile } from '../ports/ports';
import type { AgentCommands } from '../ports/ports-agents';
import { openAgentLibrary } from '../store/agents/agent-library';
import { readOnlyAgent } from '../store/settings/settings';

export interface AgentsParts {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: Journal;
  readonly settings: SettingsFile;
  /** Texts that no exported file may hold. */
  readonly secrets: () => readonly string[];
  /** First agent of an empty library; undefined: that of an earlier release, or the default one. */
  readonly first: Agent | undefined;
}

/** Opens the library of agents. Rejects with the system's error when its folder cannot be used. */
export function openAgents({ settings, first, ...parts }: AgentsParts): Promise<AgentCommands> {
  return openAgentLibrary({
    ...parts,
    seed: first ?? readOnlyAgent(settings) ?? DEFAULT_AGENT,
    newId: () => `agent_${randomBytes(9).toString('base64url')}`,
  });
}

/** Records the agent of each line, at first and whenever the agent or its name changes. */
export function tellLineAgents(agents: AgentCommands, journal: Journal, lines: () => Iterable<Line>): void {
  const tell = (): void => {
    for (const { since: _since, ...line } of [...lines()]) {
      const { name: agentName } = agents.agentFor(line.number);
      if (line.agentName !== agentName) journal.record(null, { type: 'line.changed', ...line, agentName });
    }
  };
  tell();
  journal.subscribe(({ event }) => {
    // Not inside of what is being recorded: whoever listens after us would hear the two in the wrong order.
    if (event.type === 'agents.changed') queueMicrotask(tell);
  });
}
