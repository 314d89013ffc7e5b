import { transcriptionSettings } from '../../shared/agent/transcription';
import { base64ByteLength } from '../../shared/audio/base64';
import { MULAW_BYTES_PER_MS, MULAW_SILENCE_BYTE } from '../../shared/audio/mulaw';
import type { Clock, Dispose, Secrets } from '../ports/ports';
import type { Transcriber, TranscriberLeg, TranscriberListener } from '../ports/ports-operator';
import { brief, id, words } from './fields';
import { endFailure, ModelSocket, type SocketEnd, type SocketListener } from './model-socket';
import { parseFrame, type RealtimeClientEvent, type RealtimeServerEvent } from './wire';

const MODEL = 'gpt-transcribe';
const SILENCE_ENDS_MS = 500;
/**
 * Silence appended after the last audio so that the last utterance ends; bytes. It is 300 ms longer than the silence that ends
 * a turn.
 */
const LAST_SILENCE_BYTES = (SILENCE_ENDS_MS + 300) * MULAW_BYTES_PER_MS;
/** Audio frames kept while the session is set up: 10 s of 20 ms frames. */
const MAX_HELD_FRAMES = 500;
const READY_DEADLINE_MS = 10_000;
/** Limits after the last audio, in ms: the first to detect the last utterance, the second to transcribe it. */
const NOTICED_WITHIN_MS = 1500;
const WRITTEN_WITHIN_MS = 8000;

export interface TranscriberParts {
  /** The Realtime address, `wss://…/v1/realtime`, as calls use it. */
  readonly url: string;
  readonly secrets: Pick<Secrets, 'openAiKey'>;
  readonly clock: Clock;
  /** Same as in `RealtimeParts`. */
  readonly fastPath?: boolean;
}

/** Transcribes speech through transcription sessions of a Realtime server, one socket for each stretch of speaking. */
export function createTranscriber(parts: TranscriberParts): Transcriber {
  return { open: (language, listener) => new TranscriptionLeg(parts, language, listener) };
}

/** One transcription session, from the first frame to the last words. */
class TranscriptionLeg implements TranscriberLeg, SocketListener {
  private state: 'connecting' | 'ready' | 'over' = 'connecting';
  private isFinishing = false;
  private isNoticed = false;
  /** Position on the server's clock of appended audio where the final silence begins; that silence ends the last words. */
  private soundEndsMs = Infinity;
  private appendedMs = 0;
  private held: string[] = [];
  /** Utterances that have begun and have no transcript yet. */
  private readonly unwritten = new Set<string>();
  private readonly socket: ModelSocket | null;
  private readonly timers: Dispose[] = [];

  constructor(
    private readonly parts: TranscriberParts,
    private readonly language: string,
    private readonly listener: TranscriberListener,
  ) {
    const key = parts.secrets.openAiKey();
    this.socket = key === undefined ? null : this.dial(key);
    if (this.socket === null) this.after(0, () => this.fail('There is no OpenAI key that can be used'));
    else this.after(READY_DEADLINE_MS, () => this.lateUnlessReady());
  }

  appendAudio(payload: string): void {
    this.appendedMs += base64ByteLength(payload) / MULAW_BYTES_PER_MS;
    if (this.state === 'ready') this.socket?.sendAudio(`{"type":"input_audio_buffer.append","audio":"${payload}"}`);
    else if (this.state === 'connecting' && this.held.length < MAX_HELD_FRAMES) this.held.push(payload);
  }

  finish(): void {
    if (this.isFinishing || this.state === 'over') return;
    this.isFinishing = true;
    this.soundEndsMs = this.appendedMs;
    this.appendAudio(Buffer.alloc(LAST_SILENCE_BYTES, MULAW_SILENCE_BYTE).toString('base64'));
    this.after(WRITTEN_WITHIN_MS, () => this.fail('The words were not made out in time'));
    if (this.state === 'ready') this.awaitLastWords();
  }

  close(): void {
    if (this.state === 'over') return;
    this.state = 'over';
    for (const stop of this.timers) stop();
    this.held = [];
    this.socket?.close();
  }

  onOpen(): void {
    return;
  }

  onFrame(text: string | null): void {
    const frame = text === null ? null : parseFrame(text);
    if (frame?.kind !== 'known' || this.state === 'over') return;
    try {
      this.onEvent(frame.event);
    } catch {
      // A known event without its fields is ignored. Its words are waited for no longer than any others.
    }
  }

  onSlow(): void {
    return;
  }

  onEnd(end: SocketEnd): void {
    this.fail(endFailure(end, this.state === 'ready').detail);
  }

  private dial(key: string): ModelSocket | null {
    const url = new URL(this.parts.url);
    url.searchParams.set('intent', 'transcription');
    try {
      return new ModelSocket(url, key, this.parts.clock, this, this.parts.fastPath);
    } catch {
      return null;
    }
  }

  private onEvent(event: RealtimeServerEvent): void {
    switch (event.type) {
      case 'session.created':
        this.send({ type: 'session.update', session: this.config() });
        return;
      case 'session.updated':
        this.ready();
        return;
      case 'input_audio_buffer.speech_started':
        this.unwritten.add(id(event.item_id));
        this.listener.onStarted(event.item_id);
        return;
      case 'input_audio_buffer.speech_stopped':
        // This utterance was ended by the final silence, so none can follow it.
        if (event.audio_end_ms >= this.soundEndsMs) this.isNoticed = true;
        this.listener.onStopped(id(event.item_id));
        return;
      case 'conversation.item.input_audio_transcription.completed':
        this.listener.onText(id(event.item_id), words(event.transcript));
        this.written(event.item_id);
        return;
      case 'conversation.item.input_audio_transcription.failed':
        this.listener.onUntold(id(event.item_id), brief(event.error.code) || 'The words could not be recognised');
        this.written(event.item_id);
        return;
      case 'error':
        if (this.state === 'connecting') this.fail(`The transcription was refused: ${brief(event.error.code)}`);
        return;
      default:
        return;
    }
  }

  private config(): Extract<RealtimeClientEvent, { type: 'session.update' }>['session'] {
    return {
      type: 'transcription',
      audio: {
        input: {
          format: { type: 'audio/pcmu' },
          transcription: transcriptionSettings(MODEL, this.language),
          turn_detection: { type: 'server_vad', silence_duration_ms: SILENCE_ENDS_MS, prefix_padding_ms: 300 },
        },
      },
    };
  }

  private ready(): void {
    if (this.state !== 'connecting') return;
    this.state = 'ready';
    const { held } = this;
    this.held = [];
    for (const payload of held) this.appendAudio(payload);
    if (this.isFinishing) this.awaitLastWords();
  }

  private awaitLastWords(): void {
    this.after(NOTICED_WITHIN_MS, () => {
      this.isNoticed = true;
      this.finishIfWritten();
    });
  }

  private written(itemId: string): void {
    this.unwritten.delete(itemId);
    this.finishIfWritten();
  }

  private finishIfWritten(): void {
    if (!this.isNoticed || this.unwritten.size > 0 || this.state === 'over') return;
    this.close();
    this.listener.onFinished();
  }

  private lateUnlessReady(): void {
    if (this.state === 'connecting') this.fail('The transcription did not get ready in time');
  }

  private fail(detail: string): void {
    if (this.state === 'over') return;
    this.close();
    this.listener.onFailed(detail);
  }

  private send(event: RealtimeClientEvent): void {
    this.socket?.send(JSON.stringify(event));
  }

  private after(delayMs: number, run: () => void): void {
    this.timers.push(this.parts.clock.after(delayMs, run));
  }
}
