import { BLANK_PROFILE, profileOf, type Agent, type AgentProfile } from '../../../shared/agent/agent';
import { isTooLarge, readAgentFile } from '../../../shared/agent/agent-file';
import {
  agentId,
  MAX_AGENTS,
  type AgentLibrary,
  type AgentRecord,
  type AgentRefusal,
  type AgentVersion,
  type LibraryNotice,
  type PublishedAgent,
} from '../../../shared/agent/agent-library';
import { draftProblems } from '../../../shared/agent/draft';
import type { DeskEvent } from '../../../shared/call/events';
import type { Clock, Journal, Log } from '../../ports/ports';
import type { AgentCommands, AgentOutcome, AgentRefused, RecordOutcome } from '../../ports/ports-agents';
import { answeringAgent, entryOf, exportAgent, summaryOf, type AgentEntry } from './agent-entry';
import { AGENTS_FOLDER, AgentFiles, type Assignments } from './agent-files';

export interface AgentLibraryParts {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: Pick<Journal, 'record'>;
  /** The first agent of an empty library, published as it is. */
  readonly seed: Agent;
  /** Texts that must not appear in an exported file, the longest first. */
  readonly secrets: () => readonly string[];
  readonly newId: () => string;
}

type Change = Extract<DeskEvent, { type: 'agents.changed' }>['change'];

/**
 * Opens the library of agents in the data folder. Damaged files are set aside and reported, agents of a newer release are left
 * alone and reported; the rest works on. Rejects with `NewerRelease`, or with the system's error when the folder cannot be read, or
 * cannot be written while it is empty.
 */
export async function openAgentLibrary(parts: AgentLibraryParts): Promise<AgentCommands> {
  const notices: LibraryNotice[] = [];
  const files = new AgentFiles(
    parts.folder,
    () => parts.clock.wallMs(),
    (notice) => {
      notices.push(notice);
      parts.log.error('agents.set-aside', { what: notice.what });
    },
  );
  const library = new Library(parts, files, notices);
  await library.open();
  return library;
}

class Library implements AgentCommands {
  private readonly entries = new Map<string, AgentEntry>();
  /** Ids of agents that a newer release has written; they are neither shown nor touched. */
  private readonly newer = new Set<string>();
  private assignments: Assignments = { defaultId: '', lines: {} };
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly parts: AgentLibraryParts,
    private readonly files: AgentFiles,
    private readonly notices: LibraryNotice[],
  ) {}

  async open(): Promise<void> {
    for (const { id, draft, versions } of await this.files.readAll()) {
      const published = draft === 'newer' ? draft : await this.lastWhole(id, versions);
      if (draft === 'newer' || published === 'newer') {
        this.leaveAlone(id);
        continue;
      }
      const found = draft ?? (published && { revision: 0, at: published.at, profile: published.profile });
      if (found) this.keep({ id, draft: found, versions, published });
    }
    const read = await this.files.readAssignments();
    const isKept =
      read !== undefined && (this.newer.has(read.defaultId) || this.entries.get(read.defaultId)?.published);
    if (isKept) this.assignments = read;
    else await this.mend(read);
  }

  answering(): Agent {
    const answering = this.entries.get(this.assignments.defaultId) ?? this.anyPublished();
    return answeringAgent(answering) ?? this.parts.seed;
  }

  agentFor(number: string): Agent {
    return answeringAgent(this.entries.get(this.assignments.lines[number] ?? '')) ?? this.answering();
  }

  agentOf(id: string): Agent | undefined {
    return answeringAgent(this.entries.get(id));
  }

  list(): AgentLibrary {
    const { defaultId, lines } = this.assignments;
    return { agents: [...this.entries.values()].map(summaryOf), defaultId, lines, notices: this.notices };
  }

  get(id: string): RecordOutcome {
    const entry = this.entries.get(id);
    return entry === undefined ? refused('no-such-agent') : { ok: true, agent: recordOf(entry) };
  }

  create(name: string): Promise<RecordOutcome> {
    return this.inTurn(() => this.add({ ...BLANK_PROFILE, name }));
  }

  duplicate(id: string): Promise<RecordOutcome> {
    return this.inTurn(async () => {
      const profile = this.entries.get(id)?.draft.profile;
      if (profile === undefined) return refused('no-such-agent');
      return this.add({ ...profile, name: this.freeName(profile.name) });
    });
  }

  import(text: string): Promise<RecordOutcome> {
    return this.inTurn(async () => {
      const read = readAgentFile(text);
      return read.ok ? this.add(read.profile) : refused('not-an-agent-file', read.problems);
    });
  }

  saveDraft(id: string, profile: AgentProfile, revision: number): ReturnType<AgentCommands['saveDraft']> {
    return this.inTurnOn(id, revision, async (entry) => {
      if (isTooLarge(profile)) return refused('too-large');
      const saved = await this.write(entry, profile);
      if (saved.isDraftAhead !== entry.isDraftAhead || profile.name !== entry.draft.profile.name)
        this.tell('drafted', id);
      return { ok: true, revision: saved.draft.revision };
    });
  }

  publish(id: string, revision: number): ReturnType<AgentCommands['publish']> {
    return this.inTurnOn(id, revision, async (entry) => {
      const { profile } = entry.draft;
      const problems = draftProblems(profile).map(({ field, sentence }) => ({ where: field, sentence }));
      if (problems.length > 0) return refused('cannot-publish', problems);
      if (!entry.isDraftAhead && entry.published) return { ok: true, version: entry.published.version };
      const version = (entry.versions.at(-1) ?? 0) + 1;
      const published: PublishedAgent = { version, at: this.parts.clock.wallMs(), profile };
      await this.files.writeVersion(id, published);
      this.keep({ ...entry, versions: [...entry.versions, version], published });
      this.tell('published', id, { version });
      return { ok: true, version };
    });
  }

  async versions(id: string): Promise<readonly AgentVersion[]> {
    const versions = [...(this.entries.get(id)?.versions ?? [])].reverse();
    return Promise.all(
      versions.map(async (version) => {
        const read = await this.readVersion(id, version);
        return { version, at: read?.at ?? 0, name: read?.profile.name ?? '', isReadable: read !== undefined };
      }),
    );
  }

  async version(id: string, version: number): ReturnType<AgentCommands['version']> {
    if (!this.entries.has(id)) return refused('no-such-agent');
    const published = await this.readVersion(id, version);
    return published === undefined ? refused('no-such-version') : { ok: true, published };
  }

  restore(id: string, version: number, revision: number): Promise<RecordOutcome> {
    return this.inTurnOn(id, revision, async (entry) => {
      const published = await this.readVersion(id, version);
      if (published === undefined) return refused('no-such-version');
      const saved = await this.write(entry, published.profile);
      this.tell('drafted', id);
      return { ok: true, agent: recordOf(saved) };
    });
  }

  remove(id: string): Promise<AgentOutcome> {
    return this.inTurn(async () => {
      if (!this.entries.has(id)) return refused('no-such-agent');
      if (this.assignments.defaultId === id) return refused('is-default');
      const lines = Object.entries(this.assignments.lines).filter(([, agent]) => agent === id);
      if (lines.length > 0)
        return refused(
          'lines-use-it',
          lines.map(([number]) => ({ where: number, sentence: 'This line is answered by the agent.' })),
        );
      await this.files.remove(id);
      this.tell('removed', id);
      this.entries.delete(id);
      return { ok: true };
    });
  }

  assign(number: string | null, agent: string | null): Promise<AgentOutcome> {
    return this.inTurn(async () => {
      if (agent !== null && !this.entries.has(agent)) return refused('no-such-agent');
      if (agent !== null && !this.entries.get(agent)?.published) return refused('never-published');
      const { [number ?? '']: _before, ...others } = this.assignments.lines;
      const defaultId = number === null ? (agent ?? this.assignments.defaultId) : this.assignments.defaultId;
      const next = { defaultId, lines: number === null || agent === null ? others : { ...others, [number]: agent } };
      await this.files.writeAssignments(next);
      this.assignments = next;
      this.tell('assigned', agent, { number });
      return { ok: true };
    });
  }

  export(id: string): ReturnType<AgentCommands['export']> {
    const entry = this.entries.get(id);
    if (entry === undefined) return refused('no-such-agent');
    return { ok: true, ...exportAgent(entry.draft.profile, this.parts.secrets()) };
  }

  /** Runs one change after another. Memory changes only once the disk has the change. */
  private inTurn<T>(change: () => Promise<T | AgentRefused>): Promise<T | AgentRefused> {
    const done = this.writing.then(change).catch(() => {
      this.parts.log.error('agents.not-saved');
      return refused('cannot-save');
    });
    this.writing = done;
    return done;
  }

  /** Runs a change of an agent's draft, unless somebody else changed it first. */
  private inTurnOn<T>(
    id: string,
    revision: number,
    change: (entry: AgentEntry) => Promise<T | AgentRefused>,
  ): Promise<T | AgentRefused> {
    return this.inTurn(async () => {
      const entry = this.entries.get(id);
      if (entry === undefined) return refused('no-such-agent');
      return entry.draft.revision === revision ? change(entry) : refused('changed-elsewhere');
    });
  }

  private async add(profile: AgentProfile): Promise<RecordOutcome> {
    if (this.entries.size >= MAX_AGENTS) return refused('too-many');
    const id = this.parts.newId();
    const draft = { revision: 1, at: this.parts.clock.wallMs(), profile };
    await this.files.writeDraft(id, draft);
    const entry = this.keep({ id, draft, versions: [], published: null });
    this.tell('created', id);
    return { ok: true, agent: recordOf(entry) };
  }

  private async write(entry: AgentEntry, profile: AgentProfile): Promise<AgentEntry> {
    const draft = { revision: entry.draft.revision + 1, at: this.parts.clock.wallMs(), profile };
    await this.files.writeDraft(entry.id, draft);
    return this.keep({ ...entry, draft });
  }

  private keep(parts: Parameters<typeof entryOf>[0]): AgentEntry {
    const entry = entryOf(parts);
    this.entries.set(entry.id, entry);
    return entry;
  }

  private leaveAlone(id: string): void {
    this.newer.add(id);
    this.notices.push({ agentId: id, what: 'newer', kept: `${AGENTS_FOLDER}/${id}` });
    this.parts.log.error('agents.newer', { agentId: id });
  }

  private async lastWhole(id: string, versions: readonly number[]): Promise<PublishedAgent | 'newer' | null> {
    for (const version of [...versions].reverse()) {
      const read = await this.files.readVersion(id, version);
      if (read !== undefined) return read;
    }
    return null;
  }

  private async readVersion(id: string, version: number): Promise<PublishedAgent | undefined> {
    const published = this.entries.get(id)?.published;
    if (published?.version === version) return published;
    if (!this.entries.get(id)?.versions.includes(version)) return undefined;
    const read = await this.files.readVersion(id, version).catch(() => undefined);
    return read === 'newer' ? undefined : read;
  }

  /**
   * Assigns an agent to answer when none is known: any published one will do. A library without one begins with the first
   * agent.
   */
  private async mend(read: Assignments | undefined): Promise<void> {
    const defaultId = this.anyPublished()?.id ?? (await this.plant());
    this.assignments = { lines: read?.lines ?? {}, defaultId };
    await this.files.writeAssignments(this.assignments);
  }

  private anyPublished(): AgentEntry | undefined {
    const able = [...this.entries.values()].filter(({ published }) => published !== null);
    return able.find(({ id }) => id === this.parts.seed.id) ?? able[0];
  }

  private async plant(): Promise<string> {
    const { seed, newId, clock } = this.parts;
    const isFree = agentId.safeParse(seed.id).success && !this.entries.has(seed.id) && !this.newer.has(seed.id);
    const id = isFree ? seed.id : newId();
    const at = clock.wallMs();
    const profile = profileOf(seed);
    const version = Math.max(1, seed.version);
    const draft = { revision: 1, at, profile };
    const published = { version, at, profile };
    await this.files.writeDraft(id, draft);
    await this.files.writeVersion(id, published);
    this.keep({ id, draft, versions: [version], published });
    return id;
  }

  private freeName(name: string): string {
    const taken = new Set([...this.entries.values()].map(({ draft }) => draft.profile.name));
    const base = name.replace(/ \(copy(?: \d+)?\)$/, '').slice(0, 100);
    for (let copy = 1; ; copy += 1) {
      const next = copy === 1 ? `${base} (copy)` : `${base} (copy ${String(copy)})`;
      if (!taken.has(next)) return next;
    }
  }

  private tell(change: Change, id: string | null, more: { version?: number; number?: string | null } = {}): void {
    const name = (id === null ? undefined : this.entries.get(id)?.draft.profile.name) ?? '';
    this.parts.journal.record(null, { type: 'agents.changed', agentId: id, name: name.slice(0, 120), change, ...more });
  }
}

/** Record of an agent for its editor. */
function recordOf({ id, draft, published }: AgentEntry): AgentRecord {
  return { id, draft, published };
}

/** Refusal of a request to the library. `problems`: reasons a draft cannot be published. */
function refused(code: AgentRefusal, problems: AgentRefused['problems'] = []): AgentRefused {
  return { ok: false, code, problems };
}
