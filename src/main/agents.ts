import { randomBytes } from 'node:crypto';
import { DEFAULT_AGENT, type Agent } from '../shared/agent/agent';
import { KEY_NAMES } from '../shared/keys/key-name';
import type { Clock, Journal, Log, SettingsFile } from './ports';
import type { AgentCommands } from './ports-agents';
import type { KeyVault } from './ports-keys';
import { openAgentLibrary } from './store/agent-library';
import { readOnlyAgent } from './store/settings';

export interface AgentsParts {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: Journal;
  readonly settings: SettingsFile;
  readonly vault: Pick<KeyVault, 'read'>;
  /** The first agent of a library that is empty; undefined: the one of an earlier release, or the usual one. */
  readonly first: Agent | undefined;
}

/** Opens the agents there are. Rejects with the system's error when their folder cannot be used. */
export function openAgents({ settings, vault, first, ...parts }: AgentsParts): Promise<AgentCommands> {
  return openAgentLibrary({
    ...parts,
    seed: first ?? readOnlyAgent(settings) ?? DEFAULT_AGENT,
    secrets: () => KEY_NAMES.flatMap((name) => vault.read(name) ?? []),
    newId: () => `agent_${randomBytes(9).toString('base64url')}`,
  });
}
