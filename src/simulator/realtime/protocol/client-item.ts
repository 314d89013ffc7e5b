import { z } from 'zod';
import type { Entry } from './conversation';
import type { Identifiers } from './identifiers';

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

type ClientItem = z.infer<typeof ClientItemSchema>;

/** Recognises a caller's recording; `ms` is its duration. */
export type Understand = (base64: string) => { readonly text: string; readonly ms: number };

/** Converts a client's item to the entry the server keeps. */
export function entryOf(item: ClientItem, ids: Identifiers, understand: Understand): Entry {
  const id = item.id ?? ids.next('item');
  const status = 'completed';
  switch (item.type) {
    case 'function_call': {
      const { name, arguments: json } = item;
      const kept = {
        id,
        type: item.type,
        status,
        name,
        arguments: json,
        call_id: item.call_id ?? ids.nextCall(),
      } as const;
      return { item: kept, text: `${name}(${json})`, audioMs: 0 };
    }
    case 'function_call_output': {
      const { call_id, output } = item;
      return { item: { id, type: item.type, status, call_id, output }, text: output, audioMs: 0 };
    }
    case 'mcp_approval_response': {
      const { approval_request_id, approve } = item;
      return { item: { id, type: item.type, approval_request_id, approve }, text: '', audioMs: 0 };
    }
    case 'message':
      return messageOf(item, id, understand);
  }
}

function messageOf(item: Extract<ClientItem, { type: 'message' }>, id: string, understand: Understand): Entry {
  const base = { id, type: 'message', status: 'completed' } as const;
  switch (item.role) {
    case 'system':
      return { item: { ...base, role: 'system', content: item.content }, text: joined(item.content), audioMs: 0 };
    case 'assistant': {
      const content = item.content.map(({ text }) => ({ type: 'output_text' as const, text }));
      return { item: { ...base, role: 'assistant', content }, text: joined(content), audioMs: 0 };
    }
    case 'user': {
      const parts = item.content.map((part) => {
        if (part.type === 'input_text') return { shown: part, text: part.text, ms: 0 };
        if (part.type === 'input_image') {
          return { shown: { type: part.type, image_url: part.image_url }, text: '', ms: 0 };
        }
        const { text, ms } = understand(part.audio);
        return { shown: { type: part.type, transcript: part.transcript ?? null }, text: part.transcript ?? text, ms };
      });
      return {
        item: { ...base, role: 'user', content: parts.map(({ shown }) => shown) },
        text: joined(parts),
        audioMs: parts.reduce((sum, { ms }) => sum + ms, 0),
      };
    }
  }
}

function joined(parts: readonly { readonly text: string }[]): string {
  return parts.map(({ text }) => text).join(' ');
}
