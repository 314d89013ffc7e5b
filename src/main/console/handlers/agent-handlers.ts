import { implement } from '@orpc/server';
import { agentContract } from '../../../shared/contract/agent-contract';
import type { Verdict } from '../../../shared/contract/failures';
import type { AgentCommands } from '../../ports/ports-agents';
import type { Calls } from '../../ports/ports-operator';
import type { FeedSources } from '../feed/feed';
import { createOnCall } from './on-call';

export interface AgentHandlerParts {
  readonly agents: AgentCommands;
  readonly calls: Pick<Calls, 'find'>;
  readonly projection: FeedSources['projection'];
}

/** Handlers of the agents' part of the contract. */
export function createAgentHandlers({ agents, calls, projection }: AgentHandlerParts) {
  const agent = implement(agentContract);
  const on = createOnCall(calls);

  async function applyToCall(callId: string, version: number): Promise<Verdict> {
    const call = projection.state().calls.get(callId);
    if (call === undefined) return { ok: false, code: 'no-such-call' };
    const { id } = call.agent;
    const read = await agents.version(id, version);
    if (!read.ok) return { ok: false, code: 'no-such-version' };
    return on(callId, (found) => found.applyAgent({ ...read.published.profile, id, version }));
  }

  return agent.router({
    list: agent.list.handler(() => agents.list()),
    answering: agent.answering.handler(() => agents.answering()),
    get: agent.get.handler(({ input }) => agents.get(input.id)),
    create: agent.create.handler(({ input }) => agents.create(input.name)),
    duplicate: agent.duplicate.handler(({ input }) => agents.duplicate(input.id)),
    saveDraft: agent.saveDraft.handler(({ input }) => agents.saveDraft(input.id, input.profile, input.revision)),
    publish: agent.publish.handler(({ input }) => agents.publish(input.id, input.revision)),
    versions: agent.versions.handler(({ input }) => agents.versions(input.id)),
    version: agent.version.handler(({ input }) => agents.version(input.id, input.version)),
    restore: agent.restore.handler(({ input }) => agents.restore(input.id, input.version, input.revision)),
    remove: agent.remove.handler(({ input }) => agents.remove(input.id)),
    assign: agent.assign.handler(({ input }) => agents.assign(input.number, input.agentId)),
    export: agent.export.handler(({ input }) => agents.export(input.id)),
    import: agent.import.handler(({ input }) => agents.import(input.text)),
    applyToCall: agent.applyToCall.handler(({ input }) => applyToCall(input.callId, input.version)),
  });
}
