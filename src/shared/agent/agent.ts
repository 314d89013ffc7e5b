import { z } from 'zod';
import { ToolSchema } from '../tool/tool';
import { AgentLimitsSchema } from './agent-limits';
import type { ProfileField } from './profile-fields';
import { TURN_TAKING_PRESETS, TurnTakingSchema } from './turn-taking';

export const VOICES = [
  'alloy',
  'ash',
  'ballad',
  'coral',
  'echo',
  'sage',
  'shimmer',
  'verse',
  'marin',
  'cedar',
] as const;

/** Noise reduction by the model service. */
export const NoiseReductionSchema = z.object({
  /** Distance of the caller's mouth from the microphone: a handset, or a speakerphone and a room. */
  microphone: z.enum(['near', 'far']),
  /** From hardly any, 0.1, to all that the service can do, 1. */
  strength: z.number().min(0.1).max(1),
});

/** Everything an operator can set about an agent: one schema for each of `PROFILE_FIELDS`. Its id and version are not among it. */
export const AgentProfileSchema = z.object({
  name: z.string().min(1).max(120),
  /** Spoken first, word for word; empty lets the caller speak first. */
  greeting: z.string().max(2000),
  /** Lets the caller's words interrupt the greeting; everything said later follows `turnTaking`. */
  greetingInterruptible: z.boolean(),
  instructions: z.string().max(32_000),
  model: z.string().min(1).max(120),
  voice: z.enum(VOICES),
  /** ISO 639-1 code of the expected speech; empty lets the model guess. */
  language: z.string().max(8),
  /** Model that transcribes the caller; empty: no transcription. */
  transcriptionModel: z.string().max(120),
  /** Names and terms that transcription should recognise. */
  expectedWords: z.array(z.string().min(1).max(60)).max(100),
  /** Removes noise from the caller's sound before the service listens; null: none is removed. */
  noiseReduction: NoiseReductionSchema.nullable(),
  turnTaking: TurnTakingSchema,
  tools: z.array(ToolSchema).max(64),
  limits: AgentLimitsSchema,
} satisfies Readonly<Record<ProfileField, z.ZodType>>);

/** A named profile that answers calls. A call pins the version it started with. */
export const AgentSchema = AgentProfileSchema.extend({
  id: z.string().min(1).max(64),
  /** Numbered from 1 at each publication; 0 was never published. */
  version: z.number().int().nonnegative(),
});

export type AgentProfile = z.infer<typeof AgentProfileSchema>;
export type Agent = z.infer<typeof AgentSchema>;

/** Profile of a newly created agent. */
export const BLANK_PROFILE: AgentProfile = {
  name: 'New agent',
  greeting: '',
  greetingInterruptible: true,
  instructions: '',
  model: 'gpt-realtime-2.1',
  voice: 'marin',
  language: 'en',
  transcriptionModel: 'gpt-transcribe',
  expectedWords: [],
  noiseReduction: null,
  turnTaking: TURN_TAKING_PRESETS.balanced,
  tools: [
    {
      kind: 'built-in',
      name: 'end_call',
      description: 'Hang up, after saying goodbye, when the caller has nothing more to ask.',
      parameters: { type: 'object', properties: {}, additionalProperties: false },
      timeoutMs: 10_000,
    },
  ],
  limits: { longestCallMinutes: 55, longestSilenceSeconds: null, spendUsd: null, then: 'say-goodbye' },
};

/** Agent that answers every line without an agent of its own, until the operator chooses another. */
export const DEFAULT_AGENT: Agent = {
  ...BLANK_PROFILE,
  id: 'front-desk',
  version: 1,
  name: 'Front desk',
  greeting: 'Hello, you have reached the front desk. How can I help you?',
  instructions:
    'You answer the phone for a small company. Be brief, friendly and exact. Speak in short sentences. ' +
    'If you do not know something, say so and offer to have a person call back.',
};

/** Strips the id and the version from an agent. */
export function profileOf({ id: _id, version: _version, ...profile }: Agent): AgentProfile {
  return profile;
}
