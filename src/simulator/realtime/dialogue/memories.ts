import type { Memory } from './brain';
import type { Entry } from '../protocol/conversation';

type Message = Extract<Entry['item'], { type: 'message' }>;

const TELLER: Readonly<Record<Message['role'], 'caller' | 'agent' | 'system'>> = {
  user: 'caller',
  assistant: 'agent',
  system: 'system',
};

/** The conversation as the model sees it: what was truncated away is not remembered. */
export function memoriesOf(entries: readonly Entry[]): readonly Memory[] {
  const callNames = new Map<string, string>();
  const memories: Memory[] = [];
  for (const { item, text } of entries) {
    switch (item.type) {
      case 'message':
        if (text !== '') memories.push({ by: TELLER[item.role], text });
        break;
      case 'function_call':
        callNames.set(item.call_id, item.name);
        memories.push({ by: 'call', name: item.name, arguments: item.arguments });
        break;
      case 'function_call_output':
        memories.push({ by: 'tool', name: callNames.get(item.call_id) ?? '', output: item.output });
        break;
      case 'mcp_call':
        if (typeof item.output === 'string')
          memories.push({ by: 'tool', name: `${item.server_label}.${item.name}`, output: item.output });
        break;
      case 'mcp_approval_request':
        memories.push({ by: 'call', name: `${item.server_label}.${item.name}`, arguments: item.arguments });
        break;
      case 'mcp_list_tools':
      case 'mcp_approval_response':
        break;
    }
  }
  return memories;
}
