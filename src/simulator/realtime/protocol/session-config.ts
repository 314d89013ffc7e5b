import { z } from 'zod';

const VOICES = ['alloy', 'ash', 'ballad', 'coral', 'echo', 'sage', 'shimmer', 'verse', 'marin', 'cedar'] as const;

const FormatSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('audio/pcm'), rate: z.literal(24_000) }),
  z.strictObject({ type: z.literal('audio/pcmu') }),
  z.strictObject({ type: z.literal('audio/pcma') }),
]);

const ModalitiesSchema = z.array(z.enum(['text', 'audio'])).refine((modalities) => modalities.length === 1, {
  error: "Supported combinations are: ['text'] and ['audio'].",
});

const TurnDetectionSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('server_vad'),
    threshold: z.number().min(0).max(1).optional(),
    prefix_padding_ms: z.number().int().min(0).optional(),
    silence_duration_ms: z.number().int().min(0).optional(),
    idle_timeout_ms: z.number().int().min(5000).max(30_000).nullish(),
    create_response: z.boolean().optional(),
    interrupt_response: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('semantic_vad'),
    eagerness: z.enum(['low', 'medium', 'high', 'auto']).optional(),
    create_response: z.boolean().optional(),
    interrupt_response: z.boolean().optional(),
  }),
]);

const VoiceSchema = z.union([z.enum(VOICES), z.strictObject({ id: z.string() })]);

const OutputFields = { format: FormatSchema.optional(), voice: VoiceSchema.optional() };

const NamedToolsSchema = z.strictObject({ tool_names: z.array(z.string()).optional() }).optional();

const ToolSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('function'),
    name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({
    type: z.literal('mcp'),
    server_label: z.string().min(1),
    server_url: z.url(),
    server_description: z.string().optional(),
    authorization: z.string().optional(),
    headers: z.record(z.string(), z.string()).nullish(),
    allowed_tools: z.array(z.string()).nullish(),
    require_approval: z
      .union([z.enum(['always', 'never']), z.strictObject({ always: NamedToolsSchema, never: NamedToolsSchema })])
      .nullish(),
  }),
]);

const ToolChoiceSchema = z.union([
  z.enum(['auto', 'none', 'required']),
  z.strictObject({ type: z.literal('function'), name: z.string() }),
  z.strictObject({ type: z.literal('mcp'), server_label: z.string(), name: z.string().nullish() }),
]);

const InferenceFields = {
  output_modalities: ModalitiesSchema.optional(),
  instructions: z.string().optional(),
  tools: z.array(ToolSchema).optional(),
  tool_choice: ToolChoiceSchema.optional(),
  max_output_tokens: z.union([z.literal('inf'), z.number().int().min(1).max(4096)]).optional(),
  prompt: z.looseObject({ id: z.string() }).nullish(),
  reasoning: z.strictObject({ effort: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).optional() }).optional(),
  parallel_tool_calls: z.boolean().optional(),
};

/** The `audio.input` part of a session's configuration. */
export const InputSchema = z.strictObject({
  format: FormatSchema.optional(),
  noise_reduction: z
    .strictObject({ type: z.enum(['near_field', 'far_field']), strength: z.number().min(0).max(1).optional() })
    .nullish(),
  transcription: z
    .strictObject({
      model: z.string(),
      language: z.string().optional(),
      languages: z.array(z.string()).optional(),
      prompt: z.string().optional(),
      keywords: z.array(z.string()).optional(),
      delay: z.unknown().optional(),
    })
    .nullish(),
  turn_detection: TurnDetectionSchema.nullish(),
});

export type SessionInput = z.infer<typeof InputSchema>;

/** The `session` of a `session.update`: only the fields to change. */
export const SessionUpdateSchema = z.strictObject({
  type: z.literal('realtime'),
  model: z.string().optional(),
  ...InferenceFields,
  tracing: z
    .union([
      z.literal('auto'),
      z.strictObject({
        workflow_name: z.string().optional(),
        group_id: z.string().optional(),
        metadata: z.record(z.string(), z.unknown()).optional(),
      }),
    ])
    .nullish(),
  truncation: z
    .union([
      z.enum(['auto', 'disabled']),
      z.strictObject({
        type: z.literal('retention_ratio'),
        retention_ratio: z.number().min(0).max(1),
        token_limits: z.strictObject({ post_instructions: z.number().int().min(0).optional() }).optional(),
      }),
    ])
    .optional(),
  include: z.array(z.literal('item.input_audio_transcription.logprobs')).nullish(),
  audio: z
    .strictObject({
      input: InputSchema.optional(),
      output: z.strictObject({ ...OutputFields, speed: z.number().min(0.25).max(1.5).optional() }).optional(),
    })
    .optional(),
});

/** The `response` of a `response.create`; an absent field falls back to the session's. */
export const ResponseParamsSchema = z.strictObject({
  ...InferenceFields,
  audio: z.strictObject({ output: z.strictObject(OutputFields).optional() }).optional(),
  conversation: z.enum(['auto', 'none']).optional(),
  metadata: z
    .record(z.string().max(64), z.string().max(512))
    .refine((pairs) => Object.keys(pairs).length <= 16, { error: 'At most 16 pairs are allowed.' })
    .nullish(),
});

type Present<T> = { [Key in keyof T]-?: Exclude<T[Key], undefined> };
type UpdateFields = Present<z.infer<typeof SessionUpdateSchema>>;
type InputFields = Present<NonNullable<UpdateFields['audio']['input']>>;
type OutputAudio = Present<NonNullable<UpdateFields['audio']['output']>>;

export type SessionUpdate = z.infer<typeof SessionUpdateSchema>;
export type Voice = z.infer<typeof VoiceSchema>;
export type TurnDetection = z.infer<typeof TurnDetectionSchema>;

/** The effective configuration as `session.created` and `session.updated` carry it. */
export interface SessionConfig {
  readonly type: 'realtime';
  readonly object: 'realtime.session';
  readonly id: string;
  readonly model: string;
  readonly output_modalities: UpdateFields['output_modalities'];
  readonly instructions: string;
  readonly tools: UpdateFields['tools'];
  readonly tool_choice: UpdateFields['tool_choice'];
  readonly max_output_tokens: UpdateFields['max_output_tokens'];
  readonly tracing: UpdateFields['tracing'];
  readonly truncation: UpdateFields['truncation'];
  readonly prompt: UpdateFields['prompt'];
  readonly reasoning?: UpdateFields['reasoning'];
  readonly parallel_tool_calls?: boolean;
  /** Unix seconds. */
  readonly expires_at: number;
  readonly audio: { readonly input: InputFields; readonly output: OutputAudio };
  readonly include: UpdateFields['include'];
}

const SERVER_VAD_DEFAULTS = {
  threshold: 0.5,
  prefix_padding_ms: 300,
  silence_duration_ms: 200,
  idle_timeout_ms: null,
  create_response: true,
  interrupt_response: true,
} as const;

const SEMANTIC_VAD_DEFAULTS = { eagerness: 'auto', create_response: true, interrupt_response: true } as const;

/**
 * Default configuration of a session. Its audio is not telephone audio, so that a client that forgets to set the format is
 * noticed.
 */
export function defaultSessionConfig(id: string, model: string, expiresAtS: number): SessionConfig {
  return {
    type: 'realtime',
    object: 'realtime.session',
    id,
    model,
    output_modalities: ['audio'],
    instructions: 'You are a helpful voice assistant. Speak quickly, and be brief.',
    tools: [],
    tool_choice: 'auto',
    max_output_tokens: 'inf',
    tracing: null,
    truncation: 'auto',
    prompt: null,
    expires_at: expiresAtS,
    audio: {
      input: {
        format: { type: 'audio/pcm', rate: 24_000 },
        transcription: null,
        noise_reduction: null,
        turn_detection: { type: 'server_vad', ...SERVER_VAD_DEFAULTS },
      },
      output: { format: { type: 'audio/pcm', rate: 24_000 }, voice: 'alloy', speed: 1 },
    },
    include: null,
  };
}

function withDefaults(detection: TurnDetection | null, current: TurnDetection | null): TurnDetection | null {
  if (!detection) return null;
  const kept = current?.type === detection.type ? current : {};
  return detection.type === 'server_vad'
    ? { ...SERVER_VAD_DEFAULTS, ...kept, ...detection }
    : { ...SEMANTIC_VAD_DEFAULTS, ...kept, ...detection };
}

/** Applies an accepted update: only the fields present change. JSON has no undefined, hence the cast. */
export function updatedSessionConfig(config: SessionConfig, update: SessionUpdate): SessionConfig {
  const { audio, ...rest } = update;
  const input = { ...config.audio.input, ...audio?.input };
  const detection = withDefaults(input.turn_detection ?? null, config.audio.input.turn_detection);
  return {
    ...config,
    ...rest,
    audio: {
      input: { ...input, turn_detection: detection },
      output: { ...config.audio.output, ...audio?.output },
    },
  } as SessionConfig;
}
