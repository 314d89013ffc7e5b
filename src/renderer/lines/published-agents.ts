import type { AgentLibrary } from '../../shared/agent/agent-library';
import { plainLine } from '../ui/text/plain-text';

/** Value that stands for no agent of its own in a choice of agents. */
export const USUAL_AGENT = '';

interface Choice {
  readonly value: string;
  readonly label: string;
}

/**
 * Options for a choice of agents: only published ones can answer. The first is the agent that answers when none is
 * chosen.
 */
export function agentChoices({ agents, defaultId, lines }: AgentLibrary, line: string | null): readonly Choice[] {
  const published = agents.flatMap(({ id, published: version }) =>
    version === null ? [] : [{ value: id, label: plainLine(version.name) }],
  );
  const own = line === null ? undefined : lines[line];
  const usual = published.find(({ value }) => value === (own ?? defaultId))?.label ?? '';
  const why = own === undefined ? 'default' : 'of this line';
  return [{ value: USUAL_AGENT, label: `${usual} (${why})` }, ...published];
}
