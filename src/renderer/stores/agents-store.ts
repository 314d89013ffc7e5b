import type { AgentProfile } from '../../shared/agent/agent';
import type { AgentLibrary, AgentRecord, AgentRefusal } from '../../shared/agent/agent-library';
import type { Surroundings } from '../client/console-connection';
import { AGENT_REFUSAL_WORDS, type Refusal } from '../client/refusals/refusals';
import type { Query } from '../client/run';
import type { ConsoleClient } from '../client/transport';
import { DraftEditing, type Edited } from './draft-editing';
import { Store } from './store';

/** Reason a request was refused, and each problem found in it. */
export interface AgentRefused {
  readonly refusal: Refusal;
  readonly code: AgentRefusal | 'not-reached';
  readonly problems: readonly { readonly where: string; readonly sentence: string }[];
}

/** State about agents that the screens share. */
export interface AgentsView {
  /** Null until the main process has sent it. */
  readonly library: AgentLibrary | null;
  readonly isFailing: boolean;
  /** Agents that were opened on this page, by id. */
  readonly edited: ReadonlyMap<string, Edited>;
  /** Id of the agent that was opened last. */
  readonly lastId: string | null;
  /** Agents that could not be opened, by id. */
  readonly refused: ReadonlyMap<string, AgentRefused>;
}

type Refused = { readonly ok: false; readonly code: AgentRefusal; readonly problems: AgentRefused['problems'] };

/**
 * Store of the agent library and the drafts being written. It outlives the screens, so that leaving one loses nothing.
 */
export class AgentsStore extends Store<AgentsView> {
  readonly #query: Query;
  readonly #after: Surroundings['after'];
  readonly #editing = new Map<string, DraftEditing>();
  #asked = 0;

  constructor(query: Query, after: Surroundings['after']) {
    super({ library: null, isFailing: false, edited: new Map(), lastId: null, refused: new Map() });
    this.#query = query;
    this.#after = after;
  }

  /** Loads the library and every open agent again. Drafts not yet saved are saved again. */
  async load(): Promise<void> {
    const turn = ++this.#asked;
    const answer = await this.#query((client) => client.agent.list());
    if (turn !== this.#asked) return;
    this.change(answer.reached ? { library: answer.value, isFailing: false } : { isFailing: true });
    if (!answer.reached) return;
    for (const [id, editing] of this.#editing) {
      if (!answer.value.agents.some((agent) => agent.id === id)) this.#close(id);
      else if (editing.isSaved) void this.#fetch(id);
      else void editing.flush();
    }
  }

  /** Opens an agent for editing; one that is open already is loaded again. */
  async open(id: string): Promise<void> {
    this.change({ lastId: id });
    await this.#fetch(id);
  }

  edit(id: string, change: Partial<AgentProfile>): void {
    this.#editing.get(id)?.edit(change);
  }

  async flush(id: string): Promise<void> {
    await this.#editing.get(id)?.flush();
  }

  takeTheirs(id: string): void {
    this.#editing.get(id)?.takeTheirs();
  }

  async keepMine(id: string): Promise<void> {
    await this.#editing.get(id)?.keepMine();
  }

  /** Publishes the draft as it is written here. Null on success. */
  async publish(id: string): Promise<AgentRefused | null> {
    const editing = this.#editing.get(id);
    await editing?.flush();
    if (editing === undefined || !editing.isSaved) return refused('cannot-save', []);
    const { revision } = editing.now.record.draft;
    const done = await this.#run((client) => client.agent.publish({ id, revision }));
    if ('code' in done) return done;
    await this.#fetch(id);
    void this.load();
    return null;
  }

  /** Makes a version the draft. Null on success. */
  async restore(id: string, version: number): Promise<AgentRefused | null> {
    const editing = this.#editing.get(id);
    await editing?.flush();
    if (editing === undefined || !editing.isSaved) return refused('cannot-save', []);
    const { revision } = editing.now.record.draft;
    const done = await this.#run((client) => client.agent.restore({ id, version, revision }));
    if ('code' in done) return done;
    editing.renew(done.agent);
    return null;
  }

  /** Creates an agent and returns its id. */
  async create(name: string): Promise<string | AgentRefused> {
    return this.#added(await this.#run((client) => client.agent.create({ name })));
  }

  async duplicate(id: string): Promise<string | AgentRefused> {
    await this.flush(id);
    return this.#added(await this.#run((client) => client.agent.duplicate({ id })));
  }

  async import(text: string): Promise<string | AgentRefused> {
    return this.#added(await this.#run((client) => client.agent.import({ text })));
  }

  async remove(id: string): Promise<AgentRefused | null> {
    const done = await this.#run((client) => client.agent.remove({ id }));
    if ('code' in done) return done;
    this.#close(id);
    await this.load();
    return null;
  }

  /**
   * Assigns an agent to a line. A null number means all lines without an agent of their own. A null agent leaves the
   * line without its own.
   */
  async assign(...[number, agentId]: [number: string, agentId: string | null] | [number: null, agentId: string]) {
    const done = await this.#run((client) =>
      client.agent.assign(number === null ? { number, agentId } : { number, agentId }),
    );
    await this.load();
    return 'code' in done ? done : null;
  }

  async export(id: string) {
    await this.flush(id);
    return this.#run((client) => client.agent.export({ id }));
  }

  async version(id: string, version: number) {
    return this.#run((client) => client.agent.version({ id, version }));
  }

  async #fetch(id: string): Promise<void> {
    const done = await this.#run((client) => client.agent.get({ id }));
    if ('code' in done) {
      if (!this.#editing.has(id)) this.change({ refused: new Map(this.get().refused).set(id, done) });
      return;
    }
    this.#opened(done.agent);
  }

  #opened(record: AgentRecord): void {
    const known = this.#editing.get(record.id);
    if (known !== undefined) {
      known.renew(record);
      return;
    }
    const editing = new DraftEditing(record, this.#query, this.#after, (edited) => this.#edited(edited));
    this.#editing.set(record.id, editing);
    this.#edited(editing.now);
  }

  #edited(edited: Edited): void {
    const { id } = edited.record;
    const refusals = new Map(this.get().refused);
    refusals.delete(id);
    this.change({ edited: new Map(this.get().edited).set(id, edited), refused: refusals });
  }

  #close(id: string): void {
    this.#editing.get(id)?.dispose();
    this.#editing.delete(id);
    const edited = new Map(this.get().edited);
    edited.delete(id);
    const lastId = this.get().lastId === id ? null : this.get().lastId;
    this.change({ edited, lastId, refused: new Map(this.get().refused).set(id, refused('no-such-agent', [])) });
  }

  async #added(done: { readonly agent: AgentRecord } | AgentRefused): Promise<string | AgentRefused> {
    if ('code' in done) return done;
    this.#opened(done.agent);
    await this.load();
    return done.agent.id;
  }

  async #run<V extends { readonly ok: true } | Refused>(
    request: (client: ConsoleClient) => Promise<V>,
  ): Promise<Extract<V, { readonly ok: true }> | AgentRefused> {
    const answer = await this.#query(request);
    if (!answer.reached) return { refusal: answer.refusal, code: 'not-reached', problems: [] };
    const { value } = answer;
    return value.ok ? (value as Extract<V, { readonly ok: true }>) : refused(value.code, value.problems);
  }
}

function refused(code: AgentRefusal, problems: AgentRefused['problems']): AgentRefused {
  return { refusal: AGENT_REFUSAL_WORDS[code], code, problems };
}
