import type { Entry } from './conversation';
import type { Identifiers } from './identifiers';
import type { ClientItem } from './item-schema';

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
