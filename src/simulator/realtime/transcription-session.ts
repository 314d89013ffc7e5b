import { assertNever } from '../../shared/std/assert-never';
import type { Clock } from '../clock';
import type { Faults } from './faults';
import type { ClipIndex } from './hearing/recogniser';
import { TurnTaker, type Answerer } from './hearing/turn-taker';
import { McpServers } from './mcp/mcp-servers';
import { parseTranscriptionCommand, type TranscriptionCommand } from './protocol/commands';
import { complaint, isComplaint, type Complaint } from './protocol/complaint';
import { Conversation } from './protocol/conversation';
import { Identifiers } from './protocol/identifiers';
import { defaultSessionConfig, updatedSessionConfig, type SessionConfig } from './protocol/session-config';
import { detectionRefusal, transcriptionRefusal } from './protocol/session-rules';
import { Meter } from './protocol/usage';
import type { Emit, ShownSession } from './protocol/wire';
import type { Pace, Peer, SessionContext } from './responses/session-context';
import { Timers } from './timers';

export interface TranscriptionParts {
  readonly clock: Clock;
  readonly clipIndex: ClipIndex;
  readonly pace: Pace;
  readonly faults: Faults;
  /** Unix seconds. */
  readonly nowS: number;
}

const LONGEST_SESSION_S = 3600;
const NOBODY: Answerer = { busy: false, interrupt: () => undefined, answerTurn: () => undefined };

/** A session that transcribes what it hears and answers nothing. */
export class TranscriptionSession {
  readonly #peer: Peer;
  readonly #parts: TranscriptionParts;
  readonly #timers: Timers;
  readonly #ids = new Identifiers();
  readonly #turns: TurnTaker;
  #config: SessionConfig;
  #isOpen = true;

  constructor(peer: Peer, parts: TranscriptionParts) {
    this.#peer = peer;
    this.#parts = parts;
    this.#timers = new Timers(parts.clock);
    const { pace, faults } = parts;
    const expiresAtS = Math.floor(parts.nowS + LONGEST_SESSION_S);
    this.#config = defaultSessionConfig(this.#ids.next('sess'), '', expiresAtS);
    const shared = {
      emit: this.#emit,
      timers: this.#timers,
      ids: this.#ids,
      conversation: new Conversation(),
      config: () => this.#config,
    };
    const context: SessionContext = {
      ...shared,
      conversationId: this.#ids.next('conv'),
      meter: new Meter(),
      voice: () => Buffer.alloc(0),
      pace,
      faults,
      onAudioSent: () => undefined,
      peer,
      mcp: new McpServers(shared),
    };
    this.#turns = new TurnTaker(context, parts.clipIndex, NOBODY, true);
    this.#emit('session.created', { session: this.#shown() });
  }

  /** Texts of the committed utterances, oldest first. */
  get heard(): readonly string[] {
    return this.#turns.heard;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The appended audio as µ-law. */
  audio(): Buffer {
    return this.#turns.input.keptAudio();
  }

  /** Drops the connection as a network failure would. */
  drop(): void {
    this.#peer.socket.terminate();
  }

  /** Handles the closed socket: every timer stops. */
  closed(): void {
    this.#isOpen = false;
    this.#timers.stopAll();
  }

  /** Obeys or refuses one frame of the client. */
  receive(frame: string): void {
    let raw: unknown;
    try {
      raw = JSON.parse(frame);
    } catch {
      raw = undefined;
    }
    const command =
      raw === undefined ? complaint('invalid_event', 'The frame is not valid JSON.') : parseTranscriptionCommand(raw);
    const refusal = isComplaint(command) ? command : this.#obey(command);
    if (refusal) this.#emit('error', { error: { ...refusal, event_id: null } });
  }

  #obey(command: TranscriptionCommand): Complaint | undefined {
    switch (command.type) {
      case 'session.update':
        return this.#update(command.session);
      case 'input_audio_buffer.append':
        return this.#turns.input.append(command.audio, this.#config.audio.input.format);
      case 'input_audio_buffer.commit':
        return this.#turns.commit();
      case 'input_audio_buffer.clear':
        this.#turns.clear();
        return undefined;
      default:
        return assertNever(command);
    }
  }

  #update({ audio }: Extract<TranscriptionCommand, { type: 'session.update' }>['session']): Complaint | undefined {
    const { faults } = this.#parts;
    if (faults.rejectsUpdate) return complaint('invalid_value', 'The simulator was told to refuse updates.', 'session');
    const input = audio?.input ?? {};
    const refusal = transcriptionRefusal(input) ?? detectionRefusal({ ...this.#config.audio.input, ...input });
    if (refusal) return refusal;
    this.#config = updatedSessionConfig(this.#config, { type: 'realtime', ...(audio === undefined ? {} : { audio }) });
    this.#turns.configure();
    this.#emit('session.updated', { session: this.#shown() });
    return undefined;
  }

  #shown(): ShownSession {
    const { id, expires_at, audio, include } = this.#config;
    return {
      type: 'transcription',
      object: 'realtime.transcription_session',
      id,
      expires_at,
      audio: { input: audio.input },
      include,
    };
  }

  #emit: Emit = (type, fields) => {
    this.#peer.send(JSON.stringify({ type, event_id: this.#ids.next('event'), ...fields }));
  };
}
