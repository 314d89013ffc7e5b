import type { z } from 'zod';
import type { CallLimit } from '../agent/agent-limits';
import { PROFILE_FIELDS, type ProfileField } from '../agent/profile-fields';
import { assertNever } from '../std/assert-never';
import type { AGENT_FACTS } from './agent-facts';
import { withNote, type Call } from './call';
import type { CallEvent } from './events';

type AgentFact = z.infer<(typeof AGENT_FACTS)[number]>;

const TYPES: Readonly<Record<AgentFact['type'], true>> = {
  'agent.wasChanged': true,
  'agent.changeRefused': true,
  'limit.reached': true,
};

/** Whether a fact is of its agent’s limits and versions. */
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
        ...withNote(call, at, changeWords(event.version, event.applied, event.kept)),
        agentChange: { version: event.version, at },
      };
    case 'agent.changeRefused':
      return withNote(
        call,
        at,
        `The model did not take version ${String(event.version)} of the agent. ${event.detail}`,
      );
    case 'limit.reached': {
      const asks = event.act === 'raise-to-operator';
      const then = asks ? 'An operator is asked; the call goes on.' : 'The agent says goodbye.';
      const noted = withNote(call, at, `The agent’s limit was reached: ${LIMIT_NAMES[event.limit]}. ${then}`);
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
