import { isComplaint, type Complaint } from '../protocol/complaint';
import type { Entry } from '../protocol/conversation';
import type { TurnDetection } from '../protocol/session-config';
import { transcriptionUsage } from '../protocol/usage';
import type { UserItem } from '../protocol/wire';
import type { Responder } from '../responses/responder';
import type { SessionContext } from '../responses/session-context';
import type { ClipIndex } from './recogniser';
import type { DetectorSettings } from './speech-detector';
import { VadInput } from './vad-input';

const SEMANTIC_SILENCE_MS = { low: 2000, medium: 1000, auto: 1000, high: 500 } as const;
const USUAL_SILENCE_MS = 200;
const USUAL_PREFIX_MS = 300;
const USUAL_THRESHOLD = 0.5;
/** Delay of a late transcript, and between its deltas and its end; ms. */
const LATE_MS = 8000;
const DELTA_MS = 5;

function detectorSettings(detection: TurnDetection | null): DetectorSettings | null {
  if (!detection) return null;
  if (detection.type === 'semantic_vad') {
    const silenceDurationMs = SEMANTIC_SILENCE_MS[detection.eagerness ?? 'auto'];
    return { threshold: USUAL_THRESHOLD, prefixPaddingMs: USUAL_PREFIX_MS, silenceDurationMs };
  }
  return {
    threshold: detection.threshold ?? USUAL_THRESHOLD,
    prefixPaddingMs: detection.prefix_padding_ms ?? USUAL_PREFIX_MS,
    silenceDurationMs: detection.silence_duration_ms ?? USUAL_SILENCE_MS,
  };
}

/** Words that a transcription makes of a silence, as real ones do of noise. */
const MADE_UP = 'Thank you for watching.';

/** The part of a responder that a turn-taker uses. */
export type Answerer = Pick<Responder, 'busy' | 'interrupt' | 'answerTurn'>;

/** The caller's side of a session: detects turns, commits them, and has them answered. */
export class TurnTaker {
  readonly input: VadInput;
  /** Texts of the committed turns, oldest first. */
  readonly heard: string[] = [];
  readonly #session: SessionContext;
  readonly #responder: Answerer;
  #comingItemId: string | undefined;
  #speechStartMs = 0;
  #stopIdleTimer: () => void = () => undefined;

  constructor(session: SessionContext, index: ClipIndex, responder: Answerer, keepsAudio: boolean) {
    this.#session = session;
    this.#responder = responder;
    this.input = new VadInput(
      index,
      {
        onSpeechStarted: (audioStartMs) => this.#speechStarted(audioStartMs),
        onSpeechStopped: (audioEndMs) => this.#speechStopped(audioEndMs),
      },
      keepsAudio,
    );
    this.configure();
  }

  /** Applies the session's current turn detection. */
  configure(): void {
    this.input.configure(detectorSettings(this.#detection()));
    if (!this.input.speaking) this.#comingItemId = undefined;
  }

  /** Ends the turn at the client's request. No answer follows by itself. */
  commit(): Complaint | undefined {
    return this.#commit(undefined);
  }

  clear(): void {
    this.input.clear();
    this.#comingItemId = undefined;
    this.#session.emit('input_audio_buffer.cleared', {});
  }

  /** Arms the idle timeout: it runs out `idle_timeout_ms` after the `audioMs` of the answer have been heard. */
  expectCaller(audioMs: number): void {
    const detection = this.#detection();
    if (detection?.type !== 'server_vad' || typeof detection.idle_timeout_ms !== 'number') return;
    const startMs = this.input.clockMs;
    this.#stopIdleTimer();
    this.#stopIdleTimer = this.#session.timers.after(audioMs + detection.idle_timeout_ms, () => this.#idled(startMs));
  }

  #detection(): TurnDetection | null {
    return this.#session.config().audio.input.turn_detection;
  }

  #speechStarted(audioStartMs: number): void {
    this.#stopIdleTimer();
    this.#comingItemId = this.#session.ids.next('item');
    this.#speechStartMs = audioStartMs;
    this.#session.emit('input_audio_buffer.speech_started', {
      audio_start_ms: audioStartMs,
      item_id: this.#comingItemId,
    });
    if (this.#detection()?.interrupt_response !== false) this.#responder.interrupt();
  }

  #speechStopped(audioEndMs: number): void {
    const itemId = (this.#comingItemId ??= this.#session.ids.next('item'));
    this.#session.emit('input_audio_buffer.speech_stopped', { audio_end_ms: audioEndMs, item_id: itemId });
    if (this.#commit(audioEndMs - this.#speechStartMs)) return;
    this.#answer();
  }

  #answer(): void {
    const detection = this.#detection();
    if (detection?.create_response === false) return;
    if (this.#responder.busy && detection?.interrupt_response === false) return;
    this.#responder.answerTurn();
  }

  #idled(startMs: number): void {
    if (this.input.speaking || this.#responder.busy) return;
    this.#comingItemId = this.#session.ids.next('item');
    this.#session.emit('input_audio_buffer.timeout_triggered', {
      audio_start_ms: Math.floor(startMs),
      audio_end_ms: Math.floor(this.input.clockMs),
      item_id: this.#comingItemId,
    });
    if (!this.#commit(0)) this.#answer();
  }

  /** `spokenMs` is the part of the buffer that is billed; all of it if the client ended the turn. */
  #commit(spokenMs: number | undefined): Complaint | undefined {
    const heard = this.input.commit();
    if (isComplaint(heard)) return heard;
    const { emit, conversation, ids } = this.#session;
    const id = this.#comingItemId ?? ids.next('item');
    this.#comingItemId = undefined;
    this.heard.push(heard.text);
    const content: UserItem['content'] = [{ type: 'input_audio', transcript: null }];
    const item: UserItem = { id, type: 'message', status: 'completed', role: 'user', content };
    const isSilence = spokenMs === 0;
    const entry = { item, text: heard.text, audioMs: spokenMs ?? heard.bufferedMs };
    const previous = conversation.append(entry);
    emit('input_audio_buffer.committed', { previous_item_id: previous, item_id: id });
    emit('conversation.item.added', { previous_item_id: previous, item });
    emit('conversation.item.done', { previous_item_id: previous, item });
    if (this.#session.config().audio.input.transcription)
      transcribe(this.#session, item, entry, isSilence ? MADE_UP : entry.text);
    return undefined;
  }
}

/** Transcribes a committed turn asynchronously: after the commit, and perhaps after the answer. */
function transcribe(session: SessionContext, item: UserItem, entry: Entry, transcript: string): void {
  const { emit, timers, faults, pace } = session;
  if (faults.transcription === 'never') return;
  const at = { item_id: item.id, content_index: 0 };
  const words = transcript.match(/\S+\s*/g) ?? [];
  const middle = Math.ceil(words.length / 2);

  timers.after(faults.transcription === 'late' ? LATE_MS : pace.transcriptionMs, () => {
    if (faults.transcription === 'fails') {
      const error = {
        type: 'server_error',
        code: 'transcription_failed',
        message: 'The simulated transcription failed.',
      };
      emit('conversation.item.input_audio_transcription.failed', { ...at, error });
      return;
    }
    for (const delta of [words.slice(0, middle).join(''), words.slice(middle).join('')]) {
      if (delta !== '') emit('conversation.item.input_audio_transcription.delta', { ...at, delta });
    }
    timers.after(DELTA_MS, () => {
      const transcribed: UserItem = { ...item, content: [{ type: 'input_audio', transcript }] };
      session.conversation.update({ ...entry, item: transcribed });
      emit('conversation.item.input_audio_transcription.completed', {
        ...at,
        transcript,
        usage: transcriptionUsage(entry),
      });
    });
  });
}
