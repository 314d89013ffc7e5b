import { MULAW_BYTES_PER_MS } from '../../shared/audio/mulaw';
import { assertNever } from '../../shared/std/assert-never';
import type { Clock } from '../clock';
import type { Dialogue } from './dialogue/dialogue';
import type { Faults } from './faults';
import type { ClipIndex } from './hearing/recogniser';
import { TurnTaker } from './hearing/turn-taker';
import { VadInput } from './hearing/vad-input';
import { McpServers } from './mcp/mcp-servers';
import { entryOf, type Understand } from './protocol/client-item';
import { parseCommand, type Command, type ResponseParams } from './protocol/commands';
import { complaint, isComplaint, type Complaint } from './protocol/complaint';
import { Conversation } from './protocol/conversation';
import { Identifiers } from './protocol/identifiers';
import {
  defaultSessionConfig,
  updatedSessionConfig,
  type SessionConfig,
  type SessionUpdate,
} from './protocol/session-config';
import { toolsRefusal } from './protocol/function-schema';
import { updateRefusal, voiceRefusal } from './protocol/session-rules';
import { Meter } from './protocol/usage';
import type { Emit } from './protocol/wire';
import { summaryOf, WireLog } from './protocol/wire-log';
import { Echo } from './responses/echo';
import { Responder } from './responses/responder';
import type { Pace, Peer, SessionContext } from './responses/session-context';
import type { Voice } from './responses/voice';
import { Timers } from './timers';

/** Dependencies and options of one session. */
export interface SessionParts {
  readonly index: number;
  readonly model: string;
  readonly clock: Clock;
  readonly clipIndex: ClipIndex;
  readonly voice: Voice;
  readonly dialogue: Dialogue;
  readonly pace: Pace;
  readonly faults: Faults;
  readonly echoes: boolean;
  readonly keepsCallerAudio: boolean;
  /** Unix seconds. */
  readonly nowS: number;
}

const LONGEST_SESSION_MS = 60 * 60_000;
const EXPIRED = 'Your session hit the maximum duration of 60 minutes.';

/** One Realtime session: checks every client event strictly, detects the caller's turns, and answers them. */
export class RealtimeSession {
  readonly index: number;
  readonly model: string;
  readonly log = new WireLog();
  readonly #peer: Peer;
  readonly #parts: SessionParts;
  readonly #timers: Timers;
  readonly #context: SessionContext;
  readonly #responder: Responder;
  readonly #turns: TurnTaker;
  readonly #echo: Echo | undefined;
  readonly #understand: Understand;
  #config: SessionConfig;
  #audioSentMs = 0;
  #appendedFrames = 0;
  #closeCode: number | undefined;

  constructor(peer: Peer, parts: SessionParts) {
    this.index = parts.index;
    this.model = parts.model;
    this.#peer = peer;
    this.#parts = parts;
    this.#timers = new Timers(parts.clock);
    const ids = new Identifiers();
    const lifeMs = parts.faults.expiresAfterMs ?? LONGEST_SESSION_MS;
    const expiresAtS = Math.floor(parts.nowS + lifeMs / 1000);
    this.#config = defaultSessionConfig(ids.next('sess'), parts.model, expiresAtS);
    const shared = {
      emit: this.#emit,
      timers: this.#timers,
      ids,
      conversation: new Conversation(),
      config: () => this.#config,
    };
    this.#context = {
      ...shared,
      conversationId: ids.next('conv'),
      meter: new Meter(),
      voice: parts.voice,
      pace: parts.pace,
      faults: parts.faults,
      onAudioSent: (ms) => this.#audioSent(ms),
      peer,
      mcp: new McpServers(shared),
    };
    this.#understand = (base64) => VadInput.understand(parts.clipIndex, base64, this.#config.audio.input.format);
    this.#responder = new Responder(this.#context, parts.dialogue, this.#understand, (ms) =>
      this.#turns.expectCaller(ms),
    );
    this.#turns = new TurnTaker(this.#context, parts.clipIndex, this.#responder, parts.keepsCallerAudio);
    this.#echo = parts.echoes ? new Echo(this.#context) : undefined;
    this.#timers.after(lifeMs, () => this.expire());
    this.#emit('session.created', { session: this.#config });
    if (parts.faults.malformedJson) peer.send('{"type":"session.created"');
    if (parts.faults.unknownEvents)
      peer.send('{"type":"session.weather.changed","event_id":"event_sun","sky":"clear"}');
  }

  get config(): SessionConfig {
    return this.#config;
  }

  /** Texts of the caller's committed turns, oldest first. */
  get heard(): readonly string[] {
    return this.#turns.heard;
  }

  /** Ms of audio the client has appended. */
  get appendedMs(): number {
    return this.#turns.input.clockMs;
  }

  get appendedFrames(): number {
    return this.#appendedFrames;
  }

  /** The code the socket closed with; undefined while it is open. */
  get closeCode(): number | undefined {
    return this.#closeCode;
  }

  /** The appended audio as µ-law, if the simulator keeps it. */
  callerAudio(): Buffer {
    return this.#turns.input.keptAudio();
  }

  /** Drops the connection as a network failure would: the client sees 1006. */
  drop(): void {
    this.#peer.socket.terminate();
  }

  /** Ends the session as at its maximum duration. */
  expire(): void {
    const error = {
      type: 'invalid_request_error',
      code: 'session_expired',
      message: EXPIRED,
      param: null,
      event_id: null,
    };
    this.#emit('error', { error });
    this.#peer.socket.close(1001, EXPIRED);
  }

  /** Sends the client an arbitrary frame. */
  sendRaw(frame: string): void {
    this.#peer.send(frame);
  }

  /** Handles the closed socket: every timer stops. */
  closed(code: number): void {
    this.#closeCode = code;
    this.#timers.stopAll();
  }

  /** Obeys or refuses one frame of the client. */
  receive(frame: string): void {
    const raw = parseJson(frame);
    if (isAppend(raw)) {
      const refusal = this.#append(raw.audio);
      if (refusal) this.#refuse(refusal, raw);
      return;
    }
    this.#note('client', raw);
    const command = raw === undefined ? complaint('invalid_event', 'The frame is not valid JSON.') : parseCommand(raw);
    const refusal = isComplaint(command) ? command : this.#obey(command);
    if (refusal) this.#refuse(refusal, raw);
  }

  #append(audio: string): Complaint | undefined {
    this.#appendedFrames += 1;
    if (this.#echo) {
      this.#echo.append(audio, Buffer.byteLength(audio, 'base64') / MULAW_BYTES_PER_MS);
      return undefined;
    }
    return this.#turns.input.append(audio, this.#config.audio.input.format);
  }

  #obey(command: Command): Complaint | undefined {
    const { conversation } = this.#context;
    switch (command.type) {
      case 'session.update':
        return this.#update(command.session);
      case 'input_audio_buffer.append':
        return this.#append(command.audio);
      case 'input_audio_buffer.commit':
        return this.#turns.commit();
      case 'input_audio_buffer.clear':
        this.#turns.clear();
        return undefined;
      case 'output_audio_buffer.clear':
        return complaint('invalid_value', 'output_audio_buffer.clear is only supported over WebRTC and SIP.', 'type');
      case 'conversation.item.create':
        return this.#createItem(command);
      case 'conversation.item.retrieve':
        return this.#retrieveItem(command.item_id);
      case 'conversation.item.truncate': {
        const { item_id, content_index, audio_end_ms } = command;
        const refusal = conversation.truncate(item_id, audio_end_ms);
        if (!refusal) this.#emit('conversation.item.truncated', { item_id, content_index, audio_end_ms });
        return refusal;
      }
      case 'conversation.item.delete': {
        const refusal = conversation.delete(command.item_id);
        if (!refusal) this.#emit('conversation.item.deleted', { item_id: command.item_id });
        return refusal;
      }
      case 'response.create':
        return this.#createResponse(command.response ?? {});
      case 'response.cancel':
        return this.#responder.cancel(command.response_id);
      default:
        return assertNever(command);
    }
  }

  #update(update: SessionUpdate): Complaint | undefined {
    const { faults } = this.#parts;
    if (faults.rejectsUpdate) return complaint('invalid_value', 'The simulator was told to refuse updates.', 'session');
    const refusal = updateRefusal(this.#config, this.#audioSentMs > 0, update);
    if (refusal) return refusal;
    const apply = (): void => {
      this.#config = updatedSessionConfig(this.#config, update);
      this.#turns.configure();
      this.#emit('session.updated', { session: this.#config });
      this.#context.mcp.configured();
    };
    if (faults.updatesAfterMs === undefined) apply();
    else this.#timers.after(faults.updatesAfterMs, apply);
    return undefined;
  }

  #createItem(command: Extract<Command, { type: 'conversation.item.create' }>): Complaint | undefined {
    const { item } = command;
    const undecided =
      item.type === 'mcp_approval_response' ? this.#context.mcp.decision(item.approval_request_id) : undefined;
    if (isComplaint(undecided)) return undecided;
    const entry = entryOf(item, this.#context.ids, this.#understand);
    const placed = this.#context.conversation.insert(entry, command.previous_item_id);
    if (isComplaint(placed)) return placed;
    const shown = { previous_item_id: placed.previousItemId, item: entry.item };
    this.#emit('conversation.item.added', shown);
    this.#emit('conversation.item.done', shown);
    if (item.type === 'mcp_approval_response') undecided?.(item.approve);
    return undefined;
  }

  #retrieveItem(itemId: string): Complaint | undefined {
    const item = this.#context.conversation.retrieve(itemId);
    if (isComplaint(item)) return item;
    this.#emit('conversation.item.retrieved', { item });
    return undefined;
  }

  #createResponse(params: ResponseParams): Complaint | undefined {
    const voice = params.audio?.output?.voice;
    return (
      toolsRefusal(params.tools, 'response') ??
      voiceRefusal(this.#config, this.#audioSentMs > 0, voice) ??
      this.#responder.create(params)
    );
  }

  #audioSent(ms: number): void {
    this.#audioSentMs += ms;
    const { dropsAfterAudioMs } = this.#parts.faults;
    if (dropsAfterAudioMs !== undefined && this.#audioSentMs >= dropsAfterAudioMs) this.drop();
  }

  #refuse(refusal: Complaint, raw: unknown): void {
    const eventId = typeof raw === 'object' && raw !== null && 'event_id' in raw ? raw.event_id : null;
    this.#emit('error', { error: { ...refusal, event_id: typeof eventId === 'string' ? eventId : null } });
  }

  #emit: Emit = (type, fields) => {
    const event = { type, event_id: this.#context.ids.next('event'), ...fields };
    const known = this.#parts.faults.unknownEvents ? { ...event, x_from_the_future: { level: 9 } } : event;
    this.#peer.send(JSON.stringify(known));
    this.#note('server', event);
  };

  #note(from: 'client' | 'server', event: unknown): void {
    this.log.add({ atMs: this.#parts.clock.nowMs(), from, ...summaryOf(event) });
  }
}

function parseJson(frame: string): unknown {
  try {
    return JSON.parse(frame);
  } catch {
    return undefined;
  }
}

function isAppend(raw: unknown): raw is { readonly type: string; readonly audio: string } {
  if (typeof raw !== 'object' || raw === null || !('type' in raw) || !('audio' in raw)) return false;
  return raw.type === 'input_audio_buffer.append' && typeof raw.audio === 'string';
}
