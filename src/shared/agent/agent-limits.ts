import { z } from 'zod';

/** Limits of an agent that a call can reach. */
export const CALL_LIMITS = ['longest-call', 'longest-silence', 'spend'] as const;

/** Names of the limits, as people read them. */
export const LIMIT_NAMES: Readonly<Record<CallLimit, string>> = {
  'longest-call': 'longest call',
  'longest-silence': 'longest silence',
  spend: 'spend per call',
};

/** Actions taken when a call reaches a limit. */
export const LIMIT_ACTS = ['say-goodbye', 'raise-to-operator'] as const;

/** Limits on the length, the silence and the cost of a call. Null: no limit of that kind. */
export const AgentLimitsSchema = z.object({
  longestCallMinutes: z.number().int().min(1).max(180),
  /** Time during which neither side says anything. */
  longestSilenceSeconds: z.number().int().min(5).max(600).nullable(),
  spendUsd: z.number().min(0.01).max(1000).nullable(),
  /**
   * `say-goodbye`: the agent says goodbye and the call ends. `raise-to-operator`: the call goes on, marked as needing a person.
   */
  then: z.enum(LIMIT_ACTS),
});

export type AgentLimits = z.infer<typeof AgentLimitsSchema>;
export type CallLimit = (typeof CALL_LIMITS)[number];
export type LimitAct = (typeof LIMIT_ACTS)[number];

/** Labels of the actions at a limit. */
export const LIMIT_ACT_NAMES: Readonly<Record<LimitAct, string>> = {
  'say-goodbye': 'Say goodbye and end the call',
  'raise-to-operator': 'Ask an operator; the call goes on',
};
