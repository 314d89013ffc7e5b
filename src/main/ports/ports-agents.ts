import type { Agent, AgentProfile } from '../../shared/agent/agent';
import type {
  AgentLibrary,
  AgentRecord,
  AgentRefusal,
  AgentVersion,
  PublishedAgent,
} from '../../shared/agent/agent-library';

/** Refusal of a change to an agent, with the problems found. */
export interface AgentRefused {
  readonly ok: false;
  readonly code: AgentRefusal;
  readonly problems: readonly { readonly where: string; readonly sentence: string }[];
}

export type AgentOutcome = { readonly ok: true } | AgentRefused;
export type RecordOutcome = { readonly ok: true; readonly agent: AgentRecord } | AgentRefused;

/** Look-up of the agent that answers a number. Only published versions answer. */
export interface AnsweringAgents {
  /** The default agent: it answers every line that has no agent of its own. */
  answering(): Agent;
  /** `number`: E.164. */
  agentFor(number: string): Agent;
  /** Undefined: no agent has this id, or it was never published. */
  agentOf(id: string): Agent | undefined;
}

/** The library of agents. A change is on disk when its promise resolves; a refused one is undone. Never rejects. */
export interface AgentCommands extends AnsweringAgents {
  list(): AgentLibrary;
  get(id: string): RecordOutcome;
  create(name: string): Promise<RecordOutcome>;
  duplicate(id: string): Promise<RecordOutcome>;
  saveDraft(
    id: string,
    profile: AgentProfile,
    revision: number,
  ): Promise<{ readonly ok: true; readonly revision: number } | AgentRefused>;
  publish(id: string, revision: number): Promise<{ readonly ok: true; readonly version: number } | AgentRefused>;
  /** Published versions, latest first. */
  versions(id: string): Promise<readonly AgentVersion[]>;
  version(
    id: string,
    version: number,
  ): Promise<{ readonly ok: true; readonly published: PublishedAgent } | AgentRefused>;
  restore(id: string, version: number, revision: number): Promise<RecordOutcome>;
  remove(id: string): Promise<AgentOutcome>;
  assign(number: string | null, agentId: string | null): Promise<AgentOutcome>;
  export(
    id: string,
  ): { readonly ok: true; readonly fileName: string; readonly text: string; readonly removed: number } | AgentRefused;
  import(text: string): Promise<RecordOutcome>;
}
