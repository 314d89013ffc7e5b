import { isRecord } from '../std/guards';
import { AgentSchema, BLANK_PROFILE, type Agent } from './agent';

type Fields = Readonly<Record<string, unknown>>;

/** Reads an agent that this or any earlier release stored; undefined: it is none. Nothing an operator chose is lost. */
export function readAgent(value: unknown): Agent | undefined {
  const read = AgentSchema.safeParse(isRecord(value) ? broughtUp(value) : value);
  return read.success ? read.data : undefined;
}

/** A profile's fields, in today's shape: what older releases did not have gets what they did then. */
export function broughtUp(stored: Fields): Fields {
  const { longestCallMinutes, ...fields } = stored;
  const { greetingInterruptible, expectedWords, limits } = BLANK_PROFILE;
  return {
    greetingInterruptible,
    expectedWords,
    limits: longestCallMinutes === undefined ? limits : { ...limits, longestCallMinutes },
    ...fields,
    turnTaking: turnTakingOf(fields['turnTaking']),
  };
}

/** Before there was a choice, turns ended by silence. */
function turnTakingOf(stored: unknown): unknown {
  if (!isRecord(stored) || 'by' in stored) return stored;
  return { by: 'silence', idleTimeoutMs: null, callerInterrupts: true, ...stored };
}
