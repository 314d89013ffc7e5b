import { z } from 'zod';

/** How ready the agent is to take the caller's pause for the end, when it judges by meaning. */
export const EAGERNESS = ['low', 'medium', 'high', 'auto'] as const;

/** How the agent knows that the caller has finished, and whether the caller may break in. */
export const TurnTakingSchema = z.discriminatedUnion('by', [
  /** By how long the caller has been silent. */
  z.object({
    by: z.literal('silence'),
    /** How loud speech must be, 0 to 1: higher for noisy lines. */
    threshold: z.number().min(0).max(1),
    /** Audio from before the speech was noticed that still counts. */
    prefixPaddingMs: z.number().int().min(0).max(2000),
    silenceMs: z.number().int().min(100).max(5000),
    /** The agent speaks again when the caller says nothing for so long after it; null: it waits. */
    idleTimeoutMs: z.number().int().min(5000).max(30_000).nullable(),
    callerInterrupts: z.boolean(),
  }),
  /** By what the caller said: the model judges whether the thought is complete. */
  z.object({
    by: z.literal('meaning'),
    eagerness: z.enum(EAGERNESS),
    callerInterrupts: z.boolean(),
  }),
]);

export type TurnTaking = z.infer<typeof TurnTakingSchema>;
export type TurnTakingPreset = 'patient' | 'balanced' | 'quick';

/** Ways of taking turns that have a name. */
export const TURN_TAKING_PRESETS: Readonly<Record<TurnTakingPreset, TurnTaking>> = {
  patient: { by: 'meaning', eagerness: 'low', callerInterrupts: true },
  balanced: {
    by: 'silence',
    threshold: 0.5,
    prefixPaddingMs: 300,
    silenceMs: 500,
    idleTimeoutMs: null,
    callerInterrupts: true,
  },
  quick: {
    by: 'silence',
    threshold: 0.5,
    prefixPaddingMs: 300,
    silenceMs: 250,
    idleTimeoutMs: null,
    callerInterrupts: true,
  },
};

/** The preset that these settings are; null when they are a person's own. */
export function presetOf(turnTaking: TurnTaking): TurnTakingPreset | null {
  const names = Object.keys(TURN_TAKING_PRESETS) as TurnTakingPreset[];
  return names.find((name) => isSame(TURN_TAKING_PRESETS[name], turnTaking)) ?? null;
}

function isSame(one: TurnTaking, other: TurnTaking): boolean {
  const fields = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof TurnTaking>;
  return [...fields].every((field) => one[field] === other[field]);
}
