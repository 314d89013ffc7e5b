import { isRecord } from '../std/guards';
import { AgentSchema, BLANK_PROFILE, type Agent } from './agent';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads an agent stored by this or any earlier release; undefined if the value is not an agent. No choice of an operator is
 * lost.
 */
export function readAgent(value: unknown): Agent | undefined {
  const read = AgentSchema.safeParse(isRecord(value) ? broughtUp(value) : value);
  return read.success ? read.data : undefined;
}

/** Brings a stored profile to today's shape. Fields that older releases did not have get the behaviour of those releases. */
export function broughtUp(stored: Fields): Fields {
  const { longestCallMinutes, ...fields } = stored;
  const { greetingInterruptible, expectedWords, noiseReduction, limits } = BLANK_PROFILE;
  return {
    greetingInterruptible,
    expectedWords,
    noiseReduction,
    limits: longestCallMinutes === undefined ? limits : { ...limits, longestCallMinutes },
    ...fields,
    turnTaking: turnTakingOf(fields['turnTaking']),
  };
}

/** Adds the mode to settings of older releases, in which silence alone ended a turn. */
function turnTakingOf(stored: unknown): unknown {
  if (!isRecord(stored) || 'by' in stored) return stored;
  return { by: 'silence', idleTimeoutMs: null, callerInterrupts: true, ...stored };
}
