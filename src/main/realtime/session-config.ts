import type { Agent } from '../../shared/agent/agent';
import type { TurnTaking } from '../../shared/agent/turn-taking';
import { functionsOf } from '../../shared/tool/agent-function';
import type { Tool } from '../../shared/tool/tool';
import type { SessionChange } from '../ports/ports-agents';
import { askedByService, noHeaders, serverInSession, type HeadersOf } from './mcp-servers';
import type { RealtimeServerEvent, RealtimeSessionCreateRequest } from './wire';

type Session = Extract<RealtimeServerEvent, { type: 'session.updated' }>['session'];
type AudioInput = NonNullable<NonNullable<RealtimeSessionCreateRequest['audio']>['input']>;
type Transcription = NonNullable<AudioInput['transcription']>;
type TurnDetection = NonNullable<AudioInput['turn_detection']>;

/** Reasoning models (2 and 2.x) take fields that older ones, dated ones such as `gpt-realtime-2025-08-28` too, refuse. */
function reasons(model: string): boolean {
  return /^gpt-realtime-2(\.\d+)?(-|$)/.test(model);
}

/** True when the session answers the caller by itself. */
export function answersCaller(session: Session): boolean {
  if (session.type !== 'realtime') return false;
  return session.audio?.input?.turn_detection?.create_response !== false;
}

/** The whole session of an agent: µ-law both ways, its voice, turn-taking and tools. */
export function sessionConfig(agent: Agent, headersOf: HeadersOf = noHeaders): RealtimeSessionCreateRequest {
  const transcription = transcriptionOf(agent);
  return {
    type: 'realtime',
    output_modalities: ['audio'],
    instructions: agent.instructions,
    audio: {
      input: {
        format: { type: 'audio/pcmu' },
        ...(transcription === null ? {} : { transcription }),
        turn_detection: turnDetectionOf(agent.turnTaking, true),
      },
      output: { format: { type: 'audio/pcmu' }, voice: agent.voice },
    },
    tools: toolsOf(agent.tools, headersOf),
    tool_choice: 'auto',
    ...(reasons(agent.model) ? { reasoning: { effort: 'low' } } : {}),
  };
}

/** The session of an agent with whom a conversation is written: the same, but that nothing listens and nothing sounds. */
export function writtenSessionConfig(agent: Agent, headersOf: HeadersOf = noHeaders): RealtimeSessionCreateRequest {
  const spoken = sessionConfig(agent, headersOf);
  return {
    ...spoken,
    output_modalities: ['text'],
    audio: {
      ...spoken.audio,
      input: { format: { type: 'audio/pcmu' }, turn_detection: null },
    },
  };
}

/**
 * What a running session is told of a change: only the fields named, so that all others stay as they are. `answers`: whether
 * the model answers a turn by itself, and falls silent for one.
 */
export function sessionUpdate(
  { instructions, tools, transcription, turnTaking }: SessionChange,
  answers: boolean,
  headersOf: HeadersOf = noHeaders,
): RealtimeSessionCreateRequest {
  const input: AudioInput = {
    // The service takes null for "none"; its types do not say so.
    ...(transcription === undefined ? {} : { transcription: transcriptionOf(transcription) as Transcription }),
    ...(turnTaking === undefined ? {} : { turn_detection: turnDetectionOf(turnTaking, answers) }),
  };
  return {
    type: 'realtime',
    ...(instructions === undefined ? {} : { instructions }),
    ...(tools === undefined ? {} : { tools: toolsOf(tools, headersOf) }),
    ...(Object.keys(input).length === 0 ? {} : { audio: { input } }),
  };
}

function toolsOf(tools: readonly Tool[], headersOf: HeadersOf): NonNullable<RealtimeSessionCreateRequest['tools']> {
  const functions = functionsOf(tools).filter(({ tool }) => !askedByService(tool));
  return [
    ...functions.map(({ name, description, parameters }) => ({
      type: 'function' as const,
      name,
      description,
      parameters,
    })),
    ...tools.filter(askedByService).flatMap((tool) => serverInSession(tool, headersOf)),
  ];
}

function turnDetectionOf(turnTaking: TurnTaking, answers: boolean): TurnDetection {
  const replies = { create_response: answers, interrupt_response: answers && turnTaking.callerInterrupts };
  if (turnTaking.by === 'meaning') return { type: 'semantic_vad', eagerness: turnTaking.eagerness, ...replies };
  const { threshold, prefixPaddingMs, silenceMs, idleTimeoutMs } = turnTaking;
  return {
    type: 'server_vad',
    threshold,
    prefix_padding_ms: prefixPaddingMs,
    silence_duration_ms: silenceMs,
    idle_timeout_ms: answers ? idleTimeoutMs : null,
    ...replies,
  };
}

/** Null: no transcription. Each model takes the words to expect in a way of its own, or not at all. */
function transcriptionOf({
  transcriptionModel: model,
  language,
  expectedWords,
}: Pick<Agent, 'transcriptionModel' | 'language' | 'expectedWords'>): Transcription | null {
  if (model === '') return null;
  return {
    model,
    ...(language === '' ? {} : { language }),
    ...(expectedWords.length === 0 ? {} : expectedWordsFor(model, expectedWords)),
  };
}

function expectedWordsFor(model: string, words: readonly string[]): Partial<Transcription> {
  if (model === 'gpt-transcribe' || model === 'gpt-live-transcribe') return { keywords: [...words] };
  return /^(?:whisper-1$|gpt-4o-(?:mini-)?transcribe(?!-diarize))/.test(model) ? { prompt: words.join(', ') } : {};
}

/** True when the session speaks µ-law both ways: before that, audio would reach a phone as static. */
export function isConfirmed(session: Session): boolean {
  if (session.type !== 'realtime') return false;
  return session.audio?.input?.format?.type === 'audio/pcmu' && session.audio.output?.format?.type === 'audio/pcmu';
}
