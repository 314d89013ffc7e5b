import type { ContextItem } from './dialogue';
import type { Entry } from '../protocol/conversation';

type Message = Extract<Entry['item'], { type: 'message' }>;

const SPEAKER: Readonly<Record<Message['role'], 'caller' | 'agent' | 'system'>> = {
  user: 'caller',
  assistant: 'agent',
  system: 'system',
};

/** Turns conversation items into the model's context; text that was truncated away is left out. */
export function contextOf(entries: readonly Entry[]): readonly ContextItem[] {
  const callNames = new Map<string, string>();
  const items: ContextItem[] = [];
  for (const { item, text } of entries) {
    switch (item.type) {
      case 'message':
        if (text !== '') items.push({ by: SPEAKER[item.role], text });
        break;
      case 'function_call':
        callNames.set(item.call_id, item.name);
        items.push({ by: 'call', name: item.name, arguments: item.arguments });
        break;
      case 'function_call_output':
        items.push({ by: 'tool', name: callNames.get(item.call_id) ?? '', output: item.output });
        break;
      case 'mcp_call':
        if (typeof item.output === 'string')
          items.push({ by: 'tool', name: `${item.server_label}.${item.name}`, output: item.output });
        break;
      case 'mcp_approval_request':
        items.push({ by: 'call', name: `${item.server_label}.${item.name}`, arguments: item.arguments });
        break;
      case 'mcp_list_tools':
      case 'mcp_approval_response':
        break;
    }
  }
  return items;
}
