import type { Agent } from '../../shared/agent/agent';
import { draftProblems } from '../../shared/agent/draft';
import type { AgentCommands } from '../ports/ports-agents';
import type { PracticeRefused } from '../ports/ports-practice';

/** Returns the saved draft of an agent as version 0, or the reason it cannot answer. */
export function draftOf(
  agents: Pick<AgentCommands, 'get'>,
  agentId: string,
): { readonly ok: true; readonly agent: Agent } | PracticeRefused {
  const read = agents.get(agentId);
  if (!read.ok) return { ok: false, code: 'no-such-agent', problems: [] };
  const { profile } = read.agent.draft;
  const problems = draftProblems(profile).map(({ field, sentence }) => ({ where: field, sentence }));
  if (problems.length > 0) return { ok: false, code: 'draft-not-usable', problems };
  return { ok: true, agent: { ...profile, id: agentId, version: 0 } };
}
