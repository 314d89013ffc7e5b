import { BLANK_PROFILE, type AgentProfile } from '../../shared/agent/agent';
import type { AgentLibrary, AgentRecord, AgentRefusal } from '../../shared/agent/agent-library';
import { DraftSchema } from '../../shared/agent/draft';
import type { Answers, Tell } from './answers';
import { FRONT_DESK, libraryOf } from './usual-answers';

type Changed = 'created' | 'published' | 'removed' | 'assigned';

/** Answers of a small library of agents that keeps what it is told, for as long as the page is open. */
export function keptAgents(
  records: readonly AgentRecord[] = [FRONT_DESK],
  more: Partial<AgentLibrary> = {},
): NonNullable<Answers['agent']> {
  const kept = new Map(records.map((record) => [record.id, record]));
  const versions = new Map(records.map((record) => [record.id, record.published === null ? [] : [record.published]]));
  let lines: Readonly<Record<string, string>> = more.lines ?? {};

  const told = (tell: Tell, record: AgentRecord, change: Changed): void =>
    tell(null, { type: 'agents.changed', agentId: record.id, name: record.draft.profile.name, change });
  const drafted = (record: AgentRecord, profile: AgentProfile): AgentRecord => {
    const next = { ...record, draft: { profile, revision: record.draft.revision + 1, at: record.draft.at } };
    kept.set(record.id, next);
    return next;
  };
  const added = (profile: AgentProfile, tell: Tell): { readonly ok: true; readonly agent: AgentRecord } => {
    const agent = { id: `agent-${String(kept.size)}`, draft: { profile, revision: 1, at: 0 }, published: null };
    kept.set(agent.id, agent);
    told(tell, agent, 'created');
    return { ok: true, agent };
  };

  return {
    list: () => libraryOf([...kept.values()], { ...more, lines }),
    get: ({ id }) => {
      const agent = kept.get(id);
      return agent === undefined ? refused('no-such-agent') : { ok: true, agent };
    },
    create: ({ name }, tell) => added({ ...BLANK_PROFILE, name }, tell),
    duplicate: ({ id }, tell) => added(kept.get(id)?.draft.profile ?? BLANK_PROFILE, tell),
    saveDraft: ({ id, profile, revision }) => {
      const record = kept.get(id);
      if (record === undefined) return refused('no-such-agent');
      if (record.draft.revision !== revision) return refused('changed-elsewhere');
      return { ok: true, revision: drafted(record, DraftSchema.parse(profile)).draft.revision };
    },
    publish: ({ id }, tell) => {
      const record = kept.get(id);
      if (record === undefined) return refused('no-such-agent');
      const version = (record.published?.version ?? 0) + 1;
      const published = { version, at: record.draft.at, profile: record.draft.profile };
      kept.set(id, { ...record, published });
      versions.set(id, [published, ...(versions.get(id) ?? [])]);
      told(tell, record, 'published');
      return { ok: true, version };
    },
    versions: ({ id }) =>
      (versions.get(id) ?? []).map(({ version, at, profile }) => ({
        version,
        at,
        name: profile.name,
        isReadable: true,
      })),
    version: ({ id, version }) => {
      const published = versions.get(id)?.find((each) => each.version === version);
      return published === undefined ? refused('no-such-version') : { ok: true, published };
    },
    restore: ({ id, version }) => {
      const record = kept.get(id);
      const published = versions.get(id)?.find((each) => each.version === version);
      if (record === undefined || published === undefined) return refused('no-such-version');
      return { ok: true, agent: drafted(record, published.profile) };
    },
    remove: ({ id }, tell) => {
      const record = kept.get(id);
      if (record === undefined) return refused('no-such-agent');
      if (id === libraryOf(records, more).defaultId) return refused('is-default');
      kept.delete(id);
      told(tell, record, 'removed');
      return { ok: true };
    },
    assign: ({ number, agentId }) => {
      if (number !== null && agentId !== null) lines = { ...lines, [number]: agentId };
      return { ok: true };
    },
  };
}

function refused(code: AgentRefusal): { readonly ok: false; readonly code: AgentRefusal; readonly problems: [] } {
  return { ok: false, code, problems: [] };
}
