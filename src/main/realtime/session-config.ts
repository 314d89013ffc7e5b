import type { Agent } from '../../shared/agent/agent';
import { transcriptionSettings } from '../../shared/agent/transcription';
import type { TurnTaking } from '../../shared/agent/turn-taking';
import { functionsOf } from '../../shared/tool/agent-function';
import { schemaForService } from '../../shared/tool/schema/for-service';
import type { McpTool, Tool } from '../../shared/tool/tool';
import type { ModelEvent, SessionChange } from '../ports/ports';
import { askedByService, type HeadersOf } from './mcp-servers';
import type { RealtimeClientEvent, RealtimeServerEvent, RealtimeSessionCreateRequest } from './wire';

type AudioInput = NonNullable<NonNullable<RealtimeSessionCreateRequest['audio']>['input']>;
type SessionTool = NonNullable<RealtimeSessionCreateRequest['tools']>[number];
type Transcription = NonNullable<AudioInput['transcription']>;
type NoiseReduction = NonNullable<AudioInput['noise_reduction']>;
type TurnDetection = NonNullable<AudioInput['turn_detection']>;
type Update = Extract<RealtimeClientEvent, { type: 'session.update' }>;
type RealtimeError = Extract<RealtimeServerEvent, { type: 'error' }>['error'];

/**
 * Bound of what the model is given of a long call: some half an hour. Cutting a fifth at a time keeps the service's cache, which
 * small cuts would break at every turn.
 */
const TRUNCATION = {
  type: 'retention_ratio',
  retention_ratio: 0.8,
  token_limits: { post_instructions: 32_000 },
} as const;

/** Headers for servers that take no secrets. */
const noHeaders: HeadersOf = () => ({});

/**
 * The complete session of an agent: µ-law in both directions, its voice, turn-taking and tools. `isWritten`: text only, without
 * audio in either direction. `isTranscribed` false: the caller is not transcribed, whatever the agent says.
 */
export function sessionConfig(
  agent: Agent,
  headersOf: HeadersOf = noHeaders,
  isWritten = false,
  isTranscribed = true,
): RealtimeSessionCreateRequest {
  const transcription = isWritten || !isTranscribed ? null : transcriptionOf(agent);
  return {
    type: 'realtime',
    output_modalities: [isWritten ? 'text' : 'audio'],
    instructions: agent.instructions,
    audio: {
      input: {
        format: { type: 'audio/pcmu' },
        ...(transcription === null ? {} : { transcription }),
        ...(isWritten || agent.noiseReduction === null
          ? {}
          : { noise_reduction: noiseReductionOf(agent.noiseReduction) }),
        turn_detection: isWritten ? null : turnDetectionOf(agent.turnTaking, true),
      },
      output: { format: { type: 'audio/pcmu' }, voice: agent.voice },
    },
    tools: toolsOf(agent.tools, headersOf),
    tool_choice: 'auto',
    truncation: TRUNCATION,
    ...(reasons(agent.model) ? { reasoning: { effort: 'low' } } : {}),
  };
}

/**
 * Update of a running session with only the changed fields, so that all others stay as they are. `answers`: the model answers a
 * turn by itself, and is interrupted by one.
 */
export function sessionUpdate(
  { instructions, tools, transcription, turnTaking, noiseReduction }: SessionChange,
  answers: boolean,
  headersOf: HeadersOf = noHeaders,
): RealtimeSessionCreateRequest {
  const input: AudioInput = {
    // The service takes null for "none"; its types do not say so.
    ...(transcription === undefined ? {} : { transcription: transcriptionOf(transcription) as Transcription }),
    ...(noiseReduction === undefined
      ? {}
      : { noise_reduction: (noiseReduction && noiseReductionOf(noiseReduction)) as NoiseReduction }),
    ...(turnTaking === undefined ? {} : { turn_detection: turnDetectionOf(turnTaking, answers) }),
  };
  return {
    type: 'realtime',
    ...(instructions === undefined ? {} : { instructions }),
    ...(tools === undefined ? {} : { tools: toolsOf(tools, headersOf) }),
    ...(Object.keys(input).length === 0 ? {} : { audio: { input } }),
  };
}

const CHANGE_EVENT_PREFIX = 'change_';

/** A pending update of a running session, or only of whether the model answers. */
interface Asked {
  readonly eventId: string;
  readonly changeId: string | null;
  readonly turnTaking: Agent['turnTaking'];
}

/**
 * The changes of one running session. They are answered in the order of the requests, but only a refusal names the request it
 * answers. Turn detection is one field for two settings: how turns end, and whether the model answers them.
 */
export class SessionChanges {
  private asked: readonly Asked[] = [];
  private count = 0;
  private answers = true;

  constructor(
    private turnTaking: Agent['turnTaking'],
    private readonly headersOf: HeadersOf,
  ) {}

  /** The update that makes the model answer the caller by itself, or only listen. */
  answering(on: boolean): Update {
    this.answers = on;
    return this.ask(null, { turnTaking: this.turnTaking });
  }

  change(changeId: string, change: SessionChange): Update {
    return this.ask(changeId, change);
  }

  /** The event for an updated session. `on`: it answers the caller. */
  confirmed(on: boolean): ModelEvent {
    const [first, ...rest] = this.asked;
    this.asked = rest;
    const changeId = first?.changeId ?? null;
    return changeId === null ? { type: 'answering', on } : { type: 'changed', changeId };
  }

  /** The event for a refused change; undefined when the error concerns something else. `detail` is used as it is. */
  refused({ event_id: eventId }: RealtimeError, detail: string): ModelEvent | undefined {
    const refused = this.asked.find((each) => each.eventId === eventId);
    if (refused === undefined) return undefined;
    this.asked = this.asked.filter((each) => each !== refused);
    this.turnTaking = refused.turnTaking;
    return refused.changeId === null ? undefined : { type: 'changeRefused', changeId: refused.changeId, detail };
  }

  private ask(changeId: string | null, change: SessionChange): Update {
    this.count += 1;
    const eventId = `${CHANGE_EVENT_PREFIX}${String(this.count)}`;
    this.asked = [...this.asked, { eventId, changeId, turnTaking: this.turnTaking }];
    this.turnTaking = change.turnTaking ?? this.turnTaking;
    return { type: 'session.update', event_id: eventId, session: sessionUpdate(change, this.answers, this.headersOf) };
  }
}

/**
 * True for reasoning models (2 and 2.x). They take fields that older models refuse, dated ones such as
 * `gpt-realtime-2025-08-28` included.
 */
function reasons(model: string): boolean {
  return /^gpt-realtime-2(\.\d+)?(-|$)/.test(model);
}

function toolsOf(tools: readonly Tool[], headersOf: HeadersOf): SessionTool[] {
  const functions = functionsOf(tools).filter(({ tool }) => !askedByService(tool));
  return [
    ...functions.map(({ name, description, parameters }) => ({
      type: 'function' as const,
      name,
      description,
      parameters: schemaForService(parameters),
    })),
    ...tools.filter(askedByService).flatMap((tool) => serverInSession(tool, headersOf)),
  ];
}

/**
 * The session's entry for a server; empty when its secrets may not be sent. Switchboard itself judges the conditions of an
 * approval.
 */
function serverInSession(tool: McpTool, headersOf: HeadersOf): readonly SessionTool[] {
  const headers = headersOf(tool);
  if (headers === null) return [];
  const { name, url, functions, approval } = tool;
  const trusted = functions.filter(({ isTrusted }) => isTrusted === true || approval === undefined);
  const asking = functions.filter((each) => !trusted.includes(each));
  const names = (of: typeof functions) => ({ tool_names: of.map((each) => each.name) });
  return [
    {
      type: 'mcp',
      server_label: name,
      server_url: url,
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
      allowed_tools: functions.map((each) => each.name),
      require_approval:
        asking.length === 0
          ? 'never'
          : trusted.length === 0
            ? 'always'
            : { always: names(asking), never: names(trusted) },
    },
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

/** Settings of noise reduction. The strength is always told: left out, an update would keep the earlier one. */
function noiseReductionOf({ microphone, strength }: NonNullable<Agent['noiseReduction']>): NoiseReduction {
  return { type: `${microphone}_field`, strength };
}

/** Transcription settings; null for none. */
function transcriptionOf({
  transcriptionModel: model,
  language,
  expectedWords,
}: Pick<Agent, 'transcriptionModel' | 'language' | 'expectedWords'>): Transcription | null {
  return model === '' ? null : transcriptionSettings(model, language, expectedWords);
}
