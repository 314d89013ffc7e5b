import { z } from 'zod';

const base = {
  id: z.string().min(1).max(32).optional(),
  object: z.literal('realtime.item').optional(),
  status: z.enum(['completed', 'incomplete', 'in_progress']).optional(),
};

const InputTextSchema = z.strictObject({ type: z.literal('input_text'), text: z.string() });

const MessageSchema = z.discriminatedUnion('role', [
  z.strictObject({ ...base, type: z.literal('message'), role: z.literal('system'), content: z.array(InputTextSchema) }),
  z.strictObject({
    ...base,
    type: z.literal('message'),
    role: z.literal('user'),
    content: z.array(
      z.discriminatedUnion('type', [
        InputTextSchema,
        z.strictObject({ type: z.literal('input_audio'), audio: z.string(), transcript: z.string().nullish() }),
        z.strictObject({ type: z.literal('input_image'), image_url: z.string(), detail: z.string().optional() }),
      ]),
    ),
  }),
  z.strictObject({
    ...base,
    type: z.literal('message'),
    role: z.literal('assistant'),
    // The model's audio cannot be restored, so every part requires `text`.
    content: z.array(
      z.strictObject({
        type: z.enum(['output_text', 'output_audio']),
        text: z.string(),
        audio: z.string().optional(),
        transcript: z.string().optional(),
      }),
    ),
  }),
]);

/** A conversation item as a client may create it. */
export const ClientItemSchema = z.discriminatedUnion('type', [
  MessageSchema,
  z.strictObject({
    ...base,
    type: z.literal('function_call'),
    name: z.string(),
    arguments: z.string(),
    call_id: z.string().max(32).optional(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('function_call_output'),
    call_id: z.string().max(32),
    output: z.string(),
  }),
  z.strictObject({
    id: base.id,
    type: z.literal('mcp_approval_response'),
    approval_request_id: z.string(),
    approve: z.boolean(),
    reason: z.string().nullish(),
  }),
]);

export type ClientItem = z.infer<typeof ClientItemSchema>;
