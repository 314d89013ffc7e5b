import type {
  RealtimeClientEvent,
  RealtimeServerEvent,
  RealtimeSessionCreateRequest,
} from 'openai/resources/realtime/realtime';

export type { RealtimeClientEvent, RealtimeServerEvent, RealtimeSessionCreateRequest };

/** A frame from the model: known to this bridge, unknown and only counted, or malformed. */
export type ParsedFrame =
  | { readonly kind: 'known'; readonly event: RealtimeServerEvent }
  | { readonly kind: 'unknown'; readonly type: string }
  | { readonly kind: 'malformed'; readonly detail: string };

/** Total over the types of the `openai` package: an event it adds or drops fails to compile here. */
const SERVER_EVENTS: Readonly<Record<RealtimeServerEvent['type'], true>> = {
  error: true,
  'session.created': true,
  'session.updated': true,
  'conversation.created': true,
  'conversation.item.added': true,
  'conversation.item.created': true,
  'conversation.item.deleted': true,
  'conversation.item.done': true,
  'conversation.item.input_audio_transcription.completed': true,
  'conversation.item.input_audio_transcription.delta': true,
  'conversation.item.input_audio_transcription.failed': true,
  'conversation.item.input_audio_transcription.segment': true,
  'conversation.item.retrieved': true,
  'conversation.item.truncated': true,
  'input_audio_buffer.cleared': true,
  'input_audio_buffer.committed': true,
  'input_audio_buffer.dtmf_event_received': true,
  'input_audio_buffer.speech_started': true,
  'input_audio_buffer.speech_stopped': true,
  'input_audio_buffer.timeout_triggered': true,
  'mcp_list_tools.completed': true,
  'mcp_list_tools.failed': true,
  'mcp_list_tools.in_progress': true,
  'output_audio_buffer.cleared': true,
  'output_audio_buffer.started': true,
  'output_audio_buffer.stopped': true,
  'rate_limits.updated': true,
  'response.content_part.added': true,
  'response.content_part.done': true,
  'response.created': true,
  'response.done': true,
  'response.function_call_arguments.delta': true,
  'response.function_call_arguments.done': true,
  'response.mcp_call.completed': true,
  'response.mcp_call.failed': true,
  'response.mcp_call.in_progress': true,
  'response.mcp_call_arguments.delta': true,
  'response.mcp_call_arguments.done': true,
  'response.output_audio.delta': true,
  'response.output_audio.done': true,
  'response.output_audio_transcript.delta': true,
  'response.output_audio_transcript.done': true,
  'response.output_item.added': true,
  'response.output_item.done': true,
  'response.output_text.delta': true,
  'response.output_text.done': true,
};

/** Parses one text frame, once. Known means only that its `type` is known: `translate` reads the fields. */
export function parseFrame(frame: string): ParsedFrame {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return { kind: 'malformed', detail: 'a frame that is not JSON' };
  }
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string')
    return { kind: 'malformed', detail: 'a frame without an event type' };
  // The most frequent type skips the lookup.
  if (value.type !== 'response.output_audio.delta' && !Object.hasOwn(SERVER_EVENTS, value.type))
    return { kind: 'unknown', type: value.type.slice(0, 80) };
  return { kind: 'known', event: value as RealtimeServerEvent };
}
