import type { ConversationNote, CreateResponse } from '../ports/ports';
import { ASIDE_EVENT_PREFIX, NOTE_EVENT_PREFIX } from './translate';
import type { RealtimeClientEvent } from './wire';

/** A user turn with the text the caller wrote. */
export function callerText(text: string): RealtimeClientEvent {
  return {
    type: 'conversation.item.create',
    item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
  };
}

/** Asks for a response. Without options, the response follows the session's own settings. */
export function responseCreate({ instructions, withoutContext, tag }: CreateResponse): RealtimeClientEvent {
  const response = {
    ...(tag === undefined ? {} : { metadata: { tag } }),
    ...(instructions === undefined ? {} : { instructions }),
    ...(withoutContext === true ? { input: [] } : {}),
  };
  return { type: 'response.create', ...(Object.keys(response).length === 0 ? {} : { response }) };
}

/** Cancels a response; without an id, the running one. */
export function responseCancel(responseId: string | undefined): RealtimeClientEvent {
  return { type: 'response.cancel', ...(responseId === undefined ? {} : { response_id: responseId }) };
}

/** Truncates an item to the audio that was heard, in ms. */
export function truncation(itemId: string, contentIndex: number, audioEndMs: number): RealtimeClientEvent {
  return {
    type: 'conversation.item.truncate',
    item_id: itemId,
    content_index: contentIndex,
    audio_end_ms: audioEndMs,
  };
}

/** The output of a function call, sent as the string it is. */
export function toolOutput(toolCallId: string, output: string): RealtimeClientEvent {
  return {
    type: 'conversation.item.create',
    item: { type: 'function_call_output', call_id: toolCallId, output },
  };
}

/** Approves or denies an MCP call by the service. `nth` counts the session's decisions, because each needs an id of its own. */
export function permission(nth: number, toolCallId: string, isPermitted: boolean, reason: string): RealtimeClientEvent {
  const decision = { approval_request_id: toolCallId, approve: isPermitted, ...(isPermitted ? {} : { reason }) };
  return {
    type: 'conversation.item.create',
    item: { id: `permit_${String(nth)}`, type: 'mcp_approval_response', ...decision },
  };
}

/** A system message to the model that belongs to nobody's turn. */
export function note({ itemId, text, after }: ConversationNote): RealtimeClientEvent {
  return {
    type: 'conversation.item.create',
    event_id: NOTE_EVENT_PREFIX + itemId,
    ...(after === undefined ? {} : { previous_item_id: after }),
    item: { id: itemId, type: 'message', role: 'system', content: [{ type: 'input_text', text }] },
  };
}

/** Asks a question outside the conversation. The answer comes as text, and the conversation keeps no trace of either. */
export function aside(tag: string, instructions: string): RealtimeClientEvent {
  return {
    type: 'response.create',
    event_id: ASIDE_EVENT_PREFIX + tag,
    response: { conversation: 'none', output_modalities: ['text'], metadata: { tag }, tools: [], instructions },
  };
}
