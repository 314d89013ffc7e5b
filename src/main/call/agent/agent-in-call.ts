import type { Agent } from '../../../shared/agent/agent';
import { midCallChange, type ProfileField } from '../../../shared/agent/profile-fields';
import type { CallEvent } from '../../../shared/call/events';
import { withoutFunctions } from '../../../shared/tool/agent-function';
import type { CommandRefusal, ModelLeg, SessionChange } from '../../ports/ports';

interface PendingChange {
  readonly version: number;
  readonly agent: Agent;
  readonly applied: readonly ProfileField[];
  readonly kept: readonly ProfileField[];
}

const TRANSCRIPTION: readonly ProfileField[] = ['transcriptionModel', 'language', 'expectedWords'];

/**
 * The agent of one call as it is now: the version the call began with, and what an operator applied of another one since.
 * A change counts when the model has confirmed it; one that it refuses leaves everything as it was.
 */
export class AgentInCall {
  private readonly pending = new Map<string, PendingChange>();
  private asked = 0;
  private without: ReadonlySet<string> = new Set();
  private current: Agent;

  constructor(
    agent: Agent,
    private readonly model: Pick<ModelLeg, 'change'>,
    private readonly emit: (event: CallEvent) => void,
  ) {
    this.current = agent;
  }

  /** The functions of these names are kept from the model, in whatever version of the agent. */
  useWithout(names: ReadonlySet<string>): void {
    this.without = new Set(names);
    this.asked += 1;
    this.model.change(`tools_${String(this.asked)}`, { tools: withoutFunctions(this.current.tools, this.without) });
  }

  get now(): Agent {
    return this.current;
  }

  /** The agent as a model gets it that takes over. */
  get forSession(): Agent {
    return { ...this.current, tools: withoutFunctions(this.current.tools, this.without) };
  }

  /** The model is gone: the next one begins with every change that was asked for. */
  modelLost(): void {
    for (const changeId of [...this.pending.keys()]) this.confirmed(changeId);
  }

  /** Asks the model for what may change in the middle of a call. */
  apply(next: Agent): CommandRefusal | undefined {
    const latest = [...this.pending.values()].at(-1)?.agent ?? this.current;
    const { applied, kept } = midCallChange(latest, next);
    if (applied.length === 0) return 'nothing-to-change';
    const agent: Agent = { ...latest, ...Object.fromEntries(applied.map((field) => [field, next[field]])) };
    this.asked += 1;
    const changeId = `agent_${String(this.asked)}`;
    this.pending.set(changeId, { version: next.version, agent, applied, kept });
    const change = sessionChange({ ...agent, tools: withoutFunctions(agent.tools, this.without) }, applied);
    if (Object.keys(change).length === 0) this.confirmed(changeId);
    else this.model.change(changeId, change);
    return undefined;
  }

  /** The model has taken a change; one that is not ours is none. */
  confirmed(changeId: string): void {
    const change = this.pending.get(changeId);
    if (change === undefined) return;
    this.pending.delete(changeId);
    this.current = change.agent;
    const { version, agent, applied, kept } = change;
    this.emit({ type: 'agent.wasChanged', version, name: agent.name, applied, kept });
  }

  refused(changeId: string, detail: string): void {
    const change = this.pending.get(changeId);
    this.pending.delete(changeId);
    if (change !== undefined) this.emit({ type: 'agent.changeRefused', version: change.version, detail });
  }
}

/** Of the fields that changed, those that the model has to know. */
function sessionChange(agent: Agent, applied: readonly ProfileField[]): SessionChange {
  return {
    ...(applied.includes('instructions') ? { instructions: agent.instructions } : {}),
    ...(applied.includes('tools') ? { tools: agent.tools } : {}),
    ...(applied.some((field) => TRANSCRIPTION.includes(field)) ? { transcription: agent } : {}),
    ...(applied.includes('noiseReduction') ? { noiseReduction: agent.noiseReduction } : {}),
    ...(applied.includes('turnTaking') ? { turnTaking: agent.turnTaking } : {}),
  };
}
