import { z } from 'zod';
import { ToolSchema } from '../tool/tool';

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

/** A named profile that answers calls. A call pins the version it started with. */
export const AgentSchema = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(120),
  version: z.number().int().nonnegative(),
  /** Spoken first, word for word; empty lets the caller speak first. */
  greeting: z.string().max(2000),
  instructions: z.string().max(32_000),
  model: z.string().min(1).max(120),
  voice: z.enum(VOICES),
  /** ISO 639-1 of the expected speech; empty lets the model guess. */
  language: z.string().max(8),
  transcriptionModel: z.string().max(120),
  turnTaking: z.object({
    threshold: z.number().min(0).max(1),
    prefixPaddingMs: z.number().int().min(0).max(2000),
    silenceMs: z.number().int().min(100).max(5000),
  }),
  tools: z.array(ToolSchema).max(64),
  longestCallMinutes: z.number().int().min(1).max(180),
});

export type Agent = z.infer<typeof AgentSchema>;

/** Answers every line that has no agent of its own. */
export const DEFAULT_AGENT: Agent = {
  id: 'front-desk',
  name: 'Front desk',
  version: 1,
  greeting: 'Hello, you have reached the front desk. How can I help you?',
  instructions:
    'You answer the phone for a small company. Be brief, friendly and exact. Speak in short sentences. ' +
    'If you do not know something, say so and offer to have a person call back.',
  model: 'gpt-realtime-2.1',
  voice: 'marin',
  language: 'en',
  transcriptionModel: 'gpt-transcribe',
  turnTaking: { threshold: 0.5, prefixPaddingMs: 300, silenceMs: 500 },
  tools: [
    {
      kind: 'built-in',
      name: 'end_call',
      description: 'Hang up, after saying goodbye, when the caller has nothing more to ask.',
      parameters: { type: 'object', properties: {}, additionalProperties: false },
      timeoutMs: 10_000,
    },
  ],
  longestCallMinutes: 55,
};
