import type { Usage } from '../../shared/call/events/agent';
import type { ModelFailure } from '../../shared/call/events/call';
import type { ModelEvent } from '../ports/ports';
import { argumentsOf, base64, brief, count, id, index, milliseconds, previousId, tagOf, text, words } from './fields';
import type { RealtimeServerEvent } from './wire';

type Of<T extends RealtimeServerEvent['type']> = Extract<RealtimeServerEvent, { type: T }>;

/** Meaning of a wire event: an event for the bridge, or a step of the session's setup. */
export type ModelFact =
  | ModelEvent
  | { readonly type: 'sessionOpened' }
  /** Largest used share of the service's rate limits, 0 to 1. */
  | { readonly type: 'rateUsed'; readonly share: number }
  | {
      readonly type: 'sessionChanged';
      readonly sessionId: string;
      readonly isTelephone: boolean;
      readonly answers: boolean;
    };

/** Prefixes of the `event_id` of our commands whose refusal has a meaning of its own. */
export const NOTE_EVENT_PREFIX = 'note:';
export const ASIDE_EVENT_PREFIX = 'aside:';

/** Error codes after which no retry can help. */
const FATAL_CODES: ReadonlyMap<string, ModelFailure> = new Map([
  ['beta_api_shape_disabled', 'misconfigured'],
  ['invalid_api_key', 'refused'],
  ['insufficient_quota', 'refused'],
  ['account_deactivated', 'refused'],
  ['billing_hard_limit_reached', 'refused'],
  ['model_not_found', 'refused'],
  ['session_expired', 'expired'],
]);

/** Error codes of races the protocol cannot avoid; nobody needs to see them. */
const BENIGN_CODES: ReadonlySet<string> = new Set(['response_cancel_not_active', 'input_audio_buffer_commit_empty']);

/** A piece of the agent's speech. Pure. @throws FieldError when a field is not what the wire promises */
export function audioOf(event: Of<'response.output_audio.delta'>): Extract<ModelEvent, { type: 'audio' }> {
  return {
    type: 'audio',
    responseId: id(event.response_id),
    itemId: id(event.item_id),
    contentIndex: index(event.content_index),
    payload: base64(event.delta),
  };
}

/**
 * Translates one wire event for the bridge; null when it contains nothing the bridge needs. Pure. `isWritten`: the conversation
 * is text both ways.
 * @throws FieldError or TypeError when the event lacks what its type promises
 */
export function translate(event: RealtimeServerEvent, isWritten = false): ModelFact | null {
  return (isWritten ? translateWritten(event) : undefined) ?? translateSpoken(event);
}

function translateSpoken(event: RealtimeServerEvent): ModelFact | null {
  switch (event.type) {
    case 'response.output_audio.delta':
      return audioOf(event);
    case 'response.output_audio.done':
      return {
        type: 'audioDone',
        responseId: id(event.response_id),
        itemId: id(event.item_id),
        contentIndex: index(event.content_index),
      };
    case 'response.output_audio_transcript.delta':
      return {
        type: 'agentTranscriptDelta',
        responseId: id(event.response_id),
        itemId: id(event.item_id),
        delta: words(event.delta),
      };
    case 'response.output_audio_transcript.done':
      return {
        type: 'agentTranscript',
        responseId: id(event.response_id),
        itemId: id(event.item_id),
        text: words(event.transcript),
      };
    case 'input_audio_buffer.speech_started':
      return {
        type: 'speechStarted',
        itemId: id(event.item_id),
        audioStartMs: milliseconds(event.audio_start_ms),
      };
    case 'input_audio_buffer.speech_stopped':
      return { type: 'speechStopped', itemId: id(event.item_id), audioEndMs: milliseconds(event.audio_end_ms) };
    case 'input_audio_buffer.timeout_triggered':
      return {
        type: 'callerIdle',
        itemId: id(event.item_id),
        silentMs: Math.max(0, milliseconds(event.audio_end_ms) - milliseconds(event.audio_start_ms)),
      };
    case 'input_audio_buffer.committed':
      return { type: 'callerTurn', itemId: id(event.item_id), after: previousId(event.previous_item_id) };
    case 'conversation.item.input_audio_transcription.delta':
      return event.delta === undefined
        ? null
        : { type: 'callerTranscriptDelta', itemId: id(event.item_id), delta: words(event.delta) };
    case 'conversation.item.input_audio_transcription.completed':
      return {
        type: 'callerTranscript',
        itemId: id(event.item_id),
        text: words(event.transcript),
        ...secondsOf(event.usage),
        ...languagesOf(event.languages),
      };
    case 'conversation.item.input_audio_transcription.failed':
      return {
        type: 'callerTranscriptFailed',
        itemId: id(event.item_id),
        detail: brief(event.error.code) || 'The words could not be recognised',
      };
    case 'response.created':
      return responseStarted(event);
    case 'response.done':
      return responseDone(event);
    case 'response.output_item.added':
      return event.item.type === 'message'
        ? { type: 'agentTurn', responseId: id(event.response_id), itemId: id(event.item.id) }
        : null;
    case 'response.output_item.done':
      return toolCalled(event);
    case 'response.function_call_arguments.delta':
    case 'response.mcp_call_arguments.delta':
      return { type: 'toolComing', responseId: id(event.response_id) };
    case 'conversation.item.added':
      return {
        type: 'itemAdded',
        role: roleOf(event.item),
        itemId: id(event.item.id),
        after: previousId(event.previous_item_id),
      };
    case 'mcp_list_tools.failed':
      return {
        type: 'complaint',
        code: 'mcp_list_tools_failed',
        detail: 'An MCP server could not be asked for its tools',
      };
    case 'session.created':
      return { type: 'sessionOpened' };
    case 'session.updated':
      return sessionChanged(event);
    case 'rate_limits.updated':
      return rateUsed(event);
    case 'error':
      return complaint(event.error);
    default:
      return null;
  }
}

/** Events that occur only in written conversations, or mean something else there; undefined for all others. */
function translateWritten(event: RealtimeServerEvent): ModelFact | undefined {
  switch (event.type) {
    case 'response.output_text.delta':
      return {
        type: 'agentWriting',
        responseId: id(event.response_id),
        itemId: id(event.item_id),
        delta: words(event.delta),
      };
    case 'response.output_text.done':
      return {
        type: 'agentWrote',
        responseId: id(event.response_id),
        itemId: id(event.item_id),
        text: words(event.text),
      };
    case 'conversation.item.added':
      return callerWrote(event);
    default:
      return undefined;
  }
}

function callerWrote({
  item,
  previous_item_id: previous,
}: Extract<RealtimeServerEvent, { type: 'conversation.item.added' }>): ModelFact | undefined {
  if (item.type !== 'message' || item.role !== 'user') return undefined;
  const written = item.content.flatMap((part) => (part.type === 'input_text' ? [text(part.text)] : []));
  return written.length === 0
    ? undefined
    : { type: 'callerWrote', itemId: id(item.id), after: previousId(previous), text: words(written.join('\n')) };
}

function roleOf(item: Of<'conversation.item.added'>['item']): 'caller' | 'agent' | 'tool' | 'note' {
  if (item.type !== 'message') return 'tool';
  if (item.role === 'system') return 'note';
  return item.role === 'assistant' ? 'agent' : 'caller';
}

/** The tool call in a finished item. Its arguments arrive in two events; handling both would run the tool twice. */
function toolCalled({ item, response_id }: Of<'response.output_item.done'>): ModelEvent | null {
  if (item.type !== 'function_call' || item.status !== 'completed') return null;
  return {
    type: 'toolCalled',
    responseId: id(response_id),
    itemId: id(item.id),
    toolCallId: id(item.call_id),
    name: text(item.name),
    arguments: argumentsOf(item.arguments),
  };
}

function responseStarted({ response }: Of<'response.created'>): ModelEvent {
  const tag = tagOf(response.metadata);
  return { type: 'responseStarted', responseId: id(response.id), ...(tag === null ? {} : { tag }) };
}

function responseDone({ response }: Of<'response.done'>): ModelEvent {
  const { status, status_details: details, usage } = response;
  const code = brief(details?.error?.code) || brief(details?.error?.type);
  const fatal = FATAL_CODES.get(code);
  if (fatal !== undefined) return { type: 'failed', failure: fatal, detail: `The model service answered ${code}` };
  const detail = code || brief(details?.reason);
  return {
    type: 'responseDone',
    responseId: id(response.id),
    status: status === 'completed' || status === 'cancelled' || status === 'incomplete' ? status : 'failed',
    ...(detail === '' ? {} : { detail }),
    ...retryAfter(code, details?.error),
    ...(isPresent(usage) ? { usage: tokens(usage) } : {}),
  };
}

type Transcribed = Of<'conversation.item.input_audio_transcription.completed'>;

/** Tokens of a caller's speech in a second of it. */
const AUDIO_TOKENS_A_SECOND = 10;

/** Length of the speech that a transcription is billed for; nothing when the service does not say. */
function secondsOf(usage: Transcribed['usage'] | null | undefined): { readonly seconds?: number } {
  if (!isPresent(usage)) return {};
  if (usage.type === 'duration') return usage.seconds > 0 ? { seconds: Math.min(usage.seconds, 86_400) } : {};
  const tokens = usage.input_token_details?.audio_tokens;
  return isPresent(tokens) ? { seconds: count(tokens) / AUDIO_TOKENS_A_SECOND } : {};
}

const MAX_LANGUAGES = 8;

function languagesOf(languages: Transcribed['languages'] | null): { readonly languages?: readonly string[] } {
  if (!Array.isArray(languages) || languages.length === 0) return {};
  return { languages: languages.slice(0, MAX_LANGUAGES).map(({ code }) => text(code).slice(0, 16)) };
}

/** False for null as well: the service sends null where its types say absent. */
function isPresent<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function tokens(usage: NonNullable<Of<'response.done'>['response']['usage']>): Usage {
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

function rateUsed({ rate_limits: limits }: Of<'rate_limits.updated'>): ModelFact | null {
  const shares = limits.flatMap(({ limit = 0, remaining }) =>
    limit > 0 && remaining !== undefined ? [1 - count(remaining) / count(limit)] : [],
  );
  return shares.length === 0 ? null : { type: 'rateUsed', share: Math.max(0, ...shares) };
}

function sessionChanged({ session }: Of<'session.updated'>): ModelFact {
  const sessionId = 'id' in session && typeof session.id === 'string' ? session.id.slice(0, 128) : '';
  return {
    type: 'sessionChanged',
    sessionId: sessionId || 'unnamed',
    isTelephone: isConfirmed(session),
    answers: answersCaller(session),
  };
}

/** True when the session speaks µ-law in both directions. Before that, audio would reach a phone as static. */
function isConfirmed(session: Of<'session.updated'>['session']): boolean {
  if (session.type !== 'realtime') return false;
  return session.audio?.input?.format?.type === 'audio/pcmu' && session.audio.output?.format?.type === 'audio/pcmu';
}

/** True when the session answers the caller by itself. */
function answersCaller(session: Of<'session.updated'>['session']): boolean {
  if (session.type !== 'realtime') return false;
  return session.audio?.input?.turn_detection?.create_response !== false;
}

function complaint(error: Of<'error'>['error']): ModelEvent | null {
  const code = brief(error.code) || brief(error.type) || 'unknown';
  const detail = brief(error.message);
  if (code === 'conversation_already_has_active_response') return { type: 'createRefused', detail };
  if (BENIGN_CODES.has(code)) return null;
  const failure = FATAL_CODES.get(code);
  if (failure !== undefined) return { type: 'failed', failure, detail: `The model service answered ${code}` };
  const about = brief(error.event_id);
  if (about.startsWith(NOTE_EVENT_PREFIX))
    return { type: 'noteRefused', itemId: about.slice(NOTE_EVENT_PREFIX.length), detail };
  if (about.startsWith(ASIDE_EVENT_PREFIX))
    return { type: 'asideAnswered', tag: about.slice(ASIDE_EVENT_PREFIX.length), text: null };
  const param = brief(error.param);
  return {
    type: 'complaint',
    code: code.slice(0, 120),
    detail,
    ...(param === '' ? {} : { about: param }),
    ...retryAfter(code, error),
  };
}

const TRY_AGAIN_IN = /try again in (?:(\d{1,4})m(?!s))?(?:(\d{1,9}(?:\.\d{1,9})?)(ms|s))?/i;

/** End of a rate limit, which the service names in its message only; nothing when it does not. */
function retryAfter(code: string, error: unknown): { readonly retryAfterMs?: number } {
  if (!code.includes('rate_limit') || typeof error !== 'object' || error === null || !('message' in error)) return {};
  const [, minutes, time, unit] = TRY_AGAIN_IN.exec(brief(error.message)) ?? [];
  if (minutes === undefined && time === undefined) return {};
  const ms = Number(minutes ?? 0) * 60_000 + Number(time ?? 0) * (unit === 'ms' ? 1 : 1000);
  return { retryAfterMs: Math.ceil(ms) };
}
