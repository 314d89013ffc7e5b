import type { Agent, AgentProfile } from '../../shared/agent/agent';
import type {
  AgentLibrary,
  AgentRecord,
  AgentRefusal,
  AgentVersion,
  PublishedAgent,
} from '../../shared/agent/agent-library';
import type { TurnTaking } from '../../shared/agent/turn-taking';
import type { Tool } from '../../shared/tool/tool';

/** What may change while a model session runs. What is absent stays as it is; all of it is taken or nothing. */
export interface SessionChange {
  readonly instructions?: string;
  readonly tools?: readonly Tool[];
  readonly transcription?: Pick<Agent, 'transcriptionModel' | 'language' | 'expectedWords'>;
  readonly turnTaking?: TurnTaking;
}

/** Why something was not done to an agent, and what exactly is wrong with it. */
export interface AgentRefused {
  readonly ok: false;
  readonly code: AgentRefusal;
  readonly problems: readonly { readonly where: string; readonly sentence: string }[];
}

export type AgentOutcome = { readonly ok: true } | AgentRefused;
export type RecordOutcome = { readonly ok: true; readonly agent: AgentRecord } | AgentRefused;

/** Who answers which number. Only what was published answers. */
export interface AnsweringAgents {
  /** Of lines without an agent of their own. */
  answering(): Agent;
  /** `number`: E.164. */
  agentFor(number: string): Agent;
  /** Undefined: there is none of that id, or it was never published. */
  agentOf(id: string): Agent | undefined;
}

/** The agents there are. Each change is on the disk when its promise resolves, or refused and undone; rejects never. */
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
  /** The latest first. */
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
