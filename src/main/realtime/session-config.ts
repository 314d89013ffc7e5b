import type { Agent } from '../../shared/agent/agent';
import { functionsOf } from '../../shared/tool/agent-function';
import type { RealtimeServerEvent, RealtimeSessionCreateRequest } from './wire';

type Session = Extract<RealtimeServerEvent, { type: 'session.updated' }>['session'];

/** Reasoning models (2 and 2.x) take fields that older ones, dated ones such as `gpt-realtime-2025-08-28` too, refuse. */
function reasons(model: string): boolean {
  return /^gpt-realtime-2(\.\d+)?(-|$)/.test(model);
}

/** Turn detection as the agent has it. `answers`: whether the model answers a turn by itself, and falls silent for one. */
function turnDetection({ turnTaking }: Agent, answers: boolean) {
  return {
    type: 'server_vad' as const,
    threshold: turnTaking.threshold,
    prefix_padding_ms: turnTaking.prefixPaddingMs,
    silence_duration_ms: turnTaking.silenceMs,
    create_response: answers,
    interrupt_response: answers,
  };
}

/** The change of a session that makes the model answer the caller by itself, or only listen. */
export function answeringConfig(agent: Agent, answers: boolean): RealtimeSessionCreateRequest {
  return { type: 'realtime', audio: { input: { turn_detection: turnDetection(agent, answers) } } };
}

/** True when the session answers the caller by itself. */
export function answersCaller(session: Session): boolean {
  if (session.type !== 'realtime') return false;
  return session.audio?.input?.turn_detection?.create_response !== false;
}

/** The whole session of an agent: µ-law both ways, its voice, turn-taking and tools. */
export function sessionConfig(agent: Agent): RealtimeSessionCreateRequest {
  return {
    type: 'realtime',
    output_modalities: ['audio'],
    instructions: agent.instructions,
    audio: {
      input: {
        format: { type: 'audio/pcmu' },
        ...(agent.transcriptionModel === ''
          ? {}
          : {
              transcription: {
                model: agent.transcriptionModel,
                ...(agent.language === '' ? {} : { language: agent.language }),
              },
            }),
        turn_detection: turnDetection(agent, true),
      },
      output: { format: { type: 'audio/pcmu' }, voice: agent.voice },
    },
    tools: functionsOf(agent.tools).map(({ name, description, parameters }) => ({
      type: 'function',
      name,
      description,
      parameters,
    })),
    tool_choice: 'auto',
    ...(reasons(agent.model) ? { reasoning: { effort: 'low' } } : {}),
  };
}

/** True when the session speaks µ-law both ways: before that, audio would reach a phone as static. */
export function isConfirmed(session: Session): boolean {
  if (session.type !== 'realtime') return false;
  return session.audio?.input?.format?.type === 'audio/pcmu' && session.audio.output?.format?.type === 'audio/pcmu';
}
