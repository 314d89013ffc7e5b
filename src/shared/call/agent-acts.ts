import type { z } from 'zod';
import type { CallLimit } from '../agent/agent-limits';
import { PROFILE_FIELDS, type ProfileField } from '../agent/profile-fields';
import { assertNever } from '../assert-never';
import type { AGENT_FACTS } from './agent-facts';
import type { Call } from './call';
import type { CallEvent } from './events';
import { insertTurn } from './transcript';

type AgentFact = z.infer<(typeof AGENT_FACTS)[number]>;

const TYPES: Readonly<Record<AgentFact['type'], true>> = {
  'agent.wasChanged': true,
  'agent.changeRefused': true,
  'limit.reached': true,
};

export function isAgentFact(event: CallEvent): event is AgentFact {
  return Object.hasOwn(TYPES, event.type);
}

/** What each limit is called. */
export const LIMIT_NAMES: Readonly<Record<CallLimit, string>> = {
  'longest-call': 'longest call',
  'longest-silence': 'longest silence',
  spend: 'spend per call',
};

/** Folds what its agent's limits and versions do to a call that is not over. */
export function applyAgentFact(call: Call, event: AgentFact, at: number): Call {
  switch (event.type) {
    case 'agent.wasChanged':
      if (call.agentChange?.version === event.version) return call;
      return {
        ...note(call, at, changeWords(event.version, event.applied, event.kept)),
        agentChange: { version: event.version, at },
      };
    case 'agent.changeRefused':
      return note(call, at, `The model did not take version ${String(event.version)} of the agent. ${event.detail}`);
    case 'limit.reached': {
      const asks = event.act === 'raise-to-operator';
      const then = asks ? 'An operator is asked; the call goes on.' : 'The agent says goodbye.';
      const noted = note(call, at, `The agent’s limit was reached: ${LIMIT_NAMES[event.limit]}. ${then}`);
      return asks ? { ...noted, raised: { limit: event.limit, since: at } } : noted;
    }
    default:
      return assertNever(event);
  }
}

function changeWords(version: number, applied: readonly ProfileField[], kept: readonly ProfileField[]): string {
  const names = (fields: readonly ProfileField[]): string =>
    fields.map((field) => PROFILE_FIELDS[field].toLowerCase()).join(', ');
  const stays = kept.length === 0 ? '' : ` As it was for this call: ${names(kept)}.`;
  return `Version ${String(version)} of the agent was applied to this call: ${names(applied)}.${stays}`;
}

function note(call: Call, at: number, text: string): Call {
  const id = `note_${String(call.turns.length)}_${String(at)}`;
  return { ...call, turns: insertTurn(call.turns, { kind: 'note', id, at, text }, null) };
}
