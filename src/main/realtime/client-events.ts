import type { ConversationNote, CreateResponse } from '../ports/ports';
import { ASIDE_EVENT_PREFIX, NOTE_EVENT_PREFIX } from './translate';
import type { RealtimeClientEvent } from './wire';

/** What the caller wrote, as a turn of theirs. */
export function callerText(text: string): RealtimeClientEvent {
  return {
    type: 'conversation.item.create',
    item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
  };
}

/** Asks for a response; with nothing of its own, as the session is set up. */
export function responseCreate({ instructions, withoutContext, tag }: CreateResponse): RealtimeClientEvent {
  const response = {
    ...(tag === undefined ? {} : { metadata: { tag } }),
    ...(instructions === undefined ? {} : { instructions }),
    ...(withoutContext === true ? { input: [] } : {}),
  };
  return { type: 'response.create', ...(Object.keys(response).length === 0 ? {} : { response }) };
}

/** Stops a response; without an id, the one that runs. */
export function responseCancel(responseId: string | undefined): RealtimeClientEvent {
  return { type: 'response.cancel', ...(responseId === undefined ? {} : { response_id: responseId }) };
}

/** Says how much of an item was heard; ms. */
export function truncation(itemId: string, contentIndex: number, audioEndMs: number): RealtimeClientEvent {
  return {
    type: 'conversation.item.truncate',
    item_id: itemId,
    content_index: contentIndex,
    audio_end_ms: audioEndMs,
  };
}

/** The output of a function call, as the string it is. */
export function toolOutput(toolCallId: string, output: string): RealtimeClientEvent {
  return {
    type: 'conversation.item.create',
    item: { type: 'function_call_output', call_id: toolCallId, output },
  };
}

/** Whether the service may call an MCP server. `nth`: of the decisions of a session, each needs an id of its own. */
export function permission(nth: number, toolCallId: string, isPermitted: boolean, reason: string): RealtimeClientEvent {
  const decision = { approval_request_id: toolCallId, approve: isPermitted, ...(isPermitted ? {} : { reason }) };
  return {
    type: 'conversation.item.create',
    item: { id: `permit_${String(nth)}`, type: 'mcp_approval_response', ...decision },
  };
}

/** A word to the model that is nobody's turn. */
export function note({ itemId, text, after }: ConversationNote): RealtimeClientEvent {
  return {
    type: 'conversation.item.create',
    event_id: NOTE_EVENT_PREFIX + itemId,
    ...(after === undefined ? {} : { previous_item_id: after }),
    item: { id: itemId, type: 'message', role: 'system', content: [{ type: 'input_text', text }] },
  };
}

/** A question beside the conversation, answered in writing, of which it knows nothing afterwards. */
export function aside(tag: string, instructions: string): RealtimeClientEvent {
  return {
    type: 'response.create',
    event_id: ASIDE_EVENT_PREFIX + tag,
    response: { conversation: 'none', output_modalities: ['text'], metadata: { tag }, tools: [], instructions },
  };
}
