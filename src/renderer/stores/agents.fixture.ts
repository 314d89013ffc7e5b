import { implement } from '@orpc/server';
import { DEFAULT_AGENT, profileOf, type Agent, type AgentProfile } from '../../shared/agent/agent';
import type { AgentRefusal } from '../../shared/agent/agent-library';
import { agentContract } from '../../shared/contract/agent-contract';

/** Library of one agent, as a scripted main process holds it. */
export class AgentsScript {
  agent: Agent = DEFAULT_AGENT;
  draft: AgentProfile = profileOf(DEFAULT_AGENT);
  revision = 1;
  lines: Record<string, string> = {};
  /** Every draft that was saved, in order. */
  readonly saved: AgentProfile[] = [];
  /** Code with which every change is refused; null when none is. */
  refusal: AgentRefusal | null = null;
  /** True while the agent is in the library. */
  isThere = true;

  /** Saves a draft as another console would. */
  theySave(change: Partial<AgentProfile>): void {
    this.draft = { ...this.draft, ...change };
    this.revision += 1;
  }
}

/** Handlers of the agent contract, backed by a script. */
export function scriptedAgents(script: AgentsScript) {
  const agent = implement(agentContract);
  const refused = (code: AgentRefusal) => ({
    ok: false as const,
    code,
    problems: [{ where: 'name', sentence: 'No.' }],
  });
  const refusal = (revision?: number) => {
    if (!script.isThere) return refused('no-such-agent');
    if (script.refusal !== null) return refused(script.refusal);
    return revision === undefined || revision === script.revision ? null : refused('changed-elsewhere');
  };
  const record = () => {
    const { id, version } = script.agent;
    const published = { version, at: 0, profile: profileOf(script.agent) };
    return {
      ok: true as const,
      agent: { id, draft: { profile: script.draft, revision: script.revision, at: 0 }, published },
    };
  };
  const done = () => refusal() ?? { ok: true as const };
  const summary = () => ({
    id: script.agent.id,
    name: script.draft.name,
    model: script.draft.model,
    voice: script.draft.voice,
    published: { version: script.agent.version, at: 0, name: script.agent.name },
    isDraftAhead: false,
  });
  return agent.router({
    list: agent.list.handler(() => ({
      agents: script.isThere ? [summary()] : [],
      defaultId: script.agent.id,
      lines: script.lines,
      notices: [],
    })),
    answering: agent.answering.handler(() => script.agent),
    get: agent.get.handler(() => (script.isThere ? record() : refused('no-such-agent'))),
    create: agent.create.handler(() => refusal() ?? record()),
    duplicate: agent.duplicate.handler(() => refusal() ?? record()),
    saveDraft: agent.saveDraft.handler(({ input }) => {
      const why = refusal(input.revision);
      if (why !== null) return why;
      script.theySave(input.profile);
      script.saved.push(input.profile);
      return { ok: true as const, revision: script.revision };
    }),
    publish: agent.publish.handler(({ input }) => {
      const why = refusal(input.revision);
      if (why !== null) return why;
      const { id, version } = script.agent;
      script.agent = { ...script.draft, id, version: version + 1 };
      return { ok: true as const, version: version + 1 };
    }),
    versions: agent.versions.handler(() => []),
    version: agent.version.handler(() => refused('no-such-version')),
    restore: agent.restore.handler(({ input }) => {
      const why = refusal(input.revision);
      if (why !== null) return why;
      script.theySave(profileOf(script.agent));
      return record();
    }),
    remove: agent.remove.handler(() => {
      const why = refusal();
      if (why === null) script.isThere = false;
      return why ?? { ok: true as const };
    }),
    assign: agent.assign.handler(({ input }) => {
      if (script.refusal === null && input.number !== null && input.agentId !== null)
        script.lines = { ...script.lines, [input.number]: input.agentId };
      return done();
    }),
    export: agent.export.handler(() => refused('no-such-agent')),
    import: agent.import.handler(() => refusal() ?? record()),
    applyToCall: agent.applyToCall.handler(({ input }) =>
      input.version === script.agent.version
        ? { ok: true as const }
        : { ok: false as const, code: 'no-such-version' as const },
    ),
  });
}
