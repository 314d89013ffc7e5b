import { z } from 'zod';

/** Eagerness of the agent to take a pause for the end of the caller's turn, when it judges by meaning. */
export const EAGERNESS = ['low', 'medium', 'high', 'auto'] as const;

/** Turn detection: what ends the caller's turn, and whether the caller may interrupt the agent. */
export const TurnTakingSchema = z.discriminatedUnion('by', [
  /** By the length of the caller's silence. */
  z.object({
    by: z.literal('silence'),
    /** Loudness from which sound counts as speech, 0 to 1; higher values suit noisy lines. */
    threshold: z.number().min(0).max(1),
    /** Audio kept from before the speech was noticed. */
    prefixPaddingMs: z.number().int().min(0).max(2000),
    silenceMs: z.number().int().min(100).max(5000),
    /** Silence of the caller after which the agent speaks again; null: it waits. */
    idleTimeoutMs: z.number().int().min(5000).max(30_000).nullable(),
    callerInterrupts: z.boolean(),
  }),
  /** By meaning: the model judges whether the caller's thought is complete. */
  z.object({
    by: z.literal('meaning'),
    eagerness: z.enum(EAGERNESS),
    callerInterrupts: z.boolean(),
  }),
]);

export type TurnTaking = z.infer<typeof TurnTakingSchema>;
export type TurnTakingPreset = 'patient' | 'balanced' | 'quick';

/** Labels of the turn-taking presets. */
export const PRESET_NAMES: Readonly<Record<TurnTakingPreset, string>> = {
  patient: 'Patient',
  balanced: 'Balanced',
  quick: 'Quick',
};

/** Named settings of turn-taking. */
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

/** Preset that equals these settings; null when they are custom. */
export function presetOf(turnTaking: TurnTaking): TurnTakingPreset | null {
  const names = Object.keys(TURN_TAKING_PRESETS) as TurnTakingPreset[];
  return names.find((name) => isSame(TURN_TAKING_PRESETS[name], turnTaking)) ?? null;
}

function isSame(one: TurnTaking, other: TurnTaking): boolean {
  const fields = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof TurnTaking>;
  return [...fields].every((field) => one[field] === other[field]);
}
