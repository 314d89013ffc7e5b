import { MAX_DETAIL_CHARS, MAX_TRANSCRIPT_CHARS, type ModelFailure, type Usage } from '../../shared/call/events';
import type { ModelEvent } from '../ports';
import type { RealtimeServerEvent } from './wire';

type ResponseDone = Extract<RealtimeServerEvent, { type: 'response.done' }>;
type WireError = Extract<RealtimeServerEvent, { type: 'error' }>['error'];

/** Error codes after which no retry can help. */
const FATAL_CODES: Readonly<Record<string, ModelFailure>> = {
  beta_api_shape_disabled: 'misconfigured',
  invalid_api_key: 'refused',
  insufficient_quota: 'refused',
  account_deactivated: 'refused',
  billing_hard_limit_reached: 'refused',
  model_not_found: 'refused',
  session_expired: 'expired',
};

/** Races that the protocol cannot avoid; nobody needs to see them. */
const BENIGN_CODES: ReadonlySet<string> = new Set(['response_cancel_not_active', 'input_audio_buffer_commit_empty']);

/** One wire event as the bridge understands it; null for those that say nothing it needs. Pure. */
export function translate(event: RealtimeServerEvent): ModelEvent | null {
  switch (event.type) {
    case 'response.output_audio.delta':
      return {
        type: 'audio',
        responseId: event.response_id,
        itemId: event.item_id,
        contentIndex: event.content_index,
        payload: event.delta,
      };
    case 'response.output_audio.done':
      return {
        type: 'audioDone',
        responseId: event.response_id,
        itemId: event.item_id,
        contentIndex: event.content_index,
      };
    case 'response.output_audio_transcript.delta':
      return {
        type: 'agentTranscriptDelta',
        responseId: event.response_id,
        itemId: event.item_id,
        delta: capped(event.delta),
      };
    case 'response.output_audio_transcript.done':
      return {
        type: 'agentTranscript',
        responseId: event.response_id,
        itemId: event.item_id,
        text: capped(event.transcript),
      };
    case 'input_audio_buffer.speech_started':
      return { type: 'speechStarted', itemId: event.item_id, audioStartMs: event.audio_start_ms };
    case 'input_audio_buffer.speech_stopped':
      return { type: 'speechStopped', itemId: event.item_id, audioEndMs: event.audio_end_ms };
    case 'input_audio_buffer.committed':
      return { type: 'callerTurn', itemId: event.item_id, after: event.previous_item_id ?? null };
    case 'conversation.item.input_audio_transcription.delta':
      return event.delta === undefined
        ? null
        : { type: 'callerTranscriptDelta', itemId: event.item_id, delta: capped(event.delta) };
    case 'conversation.item.input_audio_transcription.completed':
      return { type: 'callerTranscript', itemId: event.item_id, text: capped(event.transcript) };
    case 'conversation.item.input_audio_transcription.failed':
      return { type: 'callerTranscriptFailed', itemId: event.item_id, detail: brief(event.error.code ?? 'failed') };
    case 'response.created':
      return event.response.id === undefined ? null : { type: 'responseStarted', responseId: event.response.id };
    case 'response.done':
      return responseDone(event);
    case 'response.output_item.added':
      return event.item.type === 'message' && event.item.id !== undefined
        ? { type: 'agentTurn', responseId: event.response_id, itemId: event.item.id }
        : null;
    case 'response.output_item.done':
      return toolCalled(event);
    case 'conversation.item.added':
      return itemAdded(event);
    case 'error':
      return translateError(event.error);
    default:
      return null;
  }
}

function itemAdded(event: Extract<RealtimeServerEvent, { type: 'conversation.item.added' }>): ModelEvent | null {
  const { item, previous_item_id: after } = event;
  if (item.id === undefined) return null;
  const role =
    item.type === 'function_call' ? 'tool' : item.type === 'message' && item.role === 'assistant' ? 'agent' : 'caller';
  return { type: 'itemAdded', role, itemId: item.id, after: after ?? null };
}

function toolCalled(event: Extract<RealtimeServerEvent, { type: 'response.output_item.done' }>): ModelEvent | null {
  const { item, response_id: responseId } = event;
  if (item.type !== 'function_call' || item.status !== 'completed') return null;
  if (item.call_id === undefined || item.id === undefined) return null;
  return {
    type: 'toolCalled',
    responseId,
    itemId: item.id,
    toolCallId: item.call_id,
    name: item.name,
    arguments: item.arguments,
  };
}

function responseDone(event: ResponseDone): ModelEvent | null {
  const { id, status, status_details: details, usage } = event.response;
  if (id === undefined) return null;
  const known = status === 'completed' || status === 'cancelled' || status === 'incomplete' ? status : 'failed';
  const detail = details?.error?.code ?? details?.error?.type ?? details?.reason;
  return {
    type: 'responseDone',
    responseId: id,
    status: known,
    ...(detail === undefined ? {} : { detail: brief(detail) }),
    ...(usage === undefined || usage === null ? {} : { usage: toUsage(usage) }),
  };
}

function toUsage(usage: NonNullable<ResponseDone['response']['usage']>): Usage {
  const { input_token_details: input, output_token_details: output } = usage;
  return {
    textIn: count(input?.text_tokens),
    textCached: count(input?.cached_tokens_details?.text_tokens),
    textOut: count(output?.text_tokens),
    audioIn: count(input?.audio_tokens),
    audioCached: count(input?.cached_tokens_details?.audio_tokens),
    audioOut: count(output?.audio_tokens),
  };
}

function translateError(error: WireError): ModelEvent | null {
  const code = error.code ?? error.type;
  if (code === 'conversation_already_has_active_response')
    return { type: 'createRefused', detail: brief(error.message) };
  if (BENIGN_CODES.has(code)) return null;
  const fatal = FATAL_CODES[code];
  if (fatal !== undefined)
    return { type: 'failed', failure: fatal, detail: `The model service answered ${brief(code)}` };
  return { type: 'complaint', code: code.slice(0, 120), detail: brief(error.message) };
}

function count(tokens: number | undefined): number {
  return tokens !== undefined && Number.isSafeInteger(tokens) && tokens > 0 ? tokens : 0;
}

function capped(text: string): string {
  return text.length > MAX_TRANSCRIPT_CHARS ? text.slice(0, MAX_TRANSCRIPT_CHARS) : text;
}

function brief(text: string): string {
  return text.slice(0, MAX_DETAIL_CHARS);
}
