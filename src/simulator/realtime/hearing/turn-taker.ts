import { isComplaint, type Complaint } from '../protocol/complaint';
import { Ear } from './ear';
import type { ClipIndex } from './recogniser';
import type { Responder } from '../responses/responder';
import type { TurnDetection } from '../protocol/session-config';
import type { DetectorSettings } from './speech-detector';
import type { Stage } from '../responses/stage';
import { transcribe } from './transcription';
import type { UserItem } from '../protocol/wire';

const SEMANTIC_SILENCE_MS = { low: 2000, medium: 1000, auto: 1000, high: 500 } as const;
const USUAL_SILENCE_MS = 200;
const USUAL_PREFIX_MS = 300;
const USUAL_THRESHOLD = 0.5;

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

/** Whoever answers turns. */
export type Answerer = Pick<Responder, 'busy' | 'interrupt' | 'answerTurn'>;

/** The caller's side of a session: when a turn begins and ends, and what becomes of it. */
export class TurnTaker {
  readonly ear: Ear;
  /** What each committed turn said, the oldest first. */
  readonly heard: string[] = [];
  readonly #stage: Stage;
  readonly #responder: Answerer;
  #comingItemId: string | undefined;
  #speechStartMs = 0;
  #stopIdleTimer: () => void = () => undefined;

  constructor(stage: Stage, index: ClipIndex, responder: Answerer, keepsAudio: boolean) {
    this.#stage = stage;
    this.#responder = responder;
    this.ear = new Ear(
      index,
      {
        onSpeechStarted: (audioStartMs) => this.#speechStarted(audioStartMs),
        onSpeechStopped: (audioEndMs) => this.#speechStopped(audioEndMs),
      },
      keepsAudio,
    );
    this.configure();
  }

  /** Takes the turn detection of the session's configuration as it is now. */
  configure(): void {
    this.ear.configure(detectorSettings(this.#detection()));
    if (!this.ear.speaking) this.#comingItemId = undefined;
  }

  /** Ends the turn because the client said so. No answer follows by itself. */
  commit(): Complaint | undefined {
    return this.#commit(undefined);
  }

  clear(): void {
    this.ear.clear();
    this.#comingItemId = undefined;
    this.#stage.emit('input_audio_buffer.cleared', {});
  }

  /** The answer will have been heard in `audioMs`: from then on the caller may be silent only so long. */
  expectCaller(audioMs: number): void {
    const detection = this.#detection();
    if (detection?.type !== 'server_vad' || typeof detection.idle_timeout_ms !== 'number') return;
    const startMs = this.ear.clockMs;
    this.#stopIdleTimer();
    this.#stopIdleTimer = this.#stage.timers.after(audioMs + detection.idle_timeout_ms, () => this.#idled(startMs));
  }

  #detection(): TurnDetection | null {
    return this.#stage.config().audio.input.turn_detection;
  }

  #speechStarted(audioStartMs: number): void {
    this.#stopIdleTimer();
    this.#comingItemId = this.#stage.ids.next('item');
    this.#speechStartMs = audioStartMs;
    this.#stage.emit('input_audio_buffer.speech_started', {
      audio_start_ms: audioStartMs,
      item_id: this.#comingItemId,
    });
    if (this.#detection()?.interrupt_response !== false) this.#responder.interrupt();
  }

  #speechStopped(audioEndMs: number): void {
    const itemId = (this.#comingItemId ??= this.#stage.ids.next('item'));
    this.#stage.emit('input_audio_buffer.speech_stopped', { audio_end_ms: audioEndMs, item_id: itemId });
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
    if (this.ear.speaking || this.#responder.busy) return;
    this.#comingItemId = this.#stage.ids.next('item');
    this.#stage.emit('input_audio_buffer.timeout_triggered', {
      audio_start_ms: Math.floor(startMs),
      audio_end_ms: Math.floor(this.ear.clockMs),
      item_id: this.#comingItemId,
    });
    if (!this.#commit(0)) this.#answer();
  }

  /** `spokenMs`: how much of the buffer is paid for; all of it if the client ended the turn. */
  #commit(spokenMs: number | undefined): Complaint | undefined {
    const heard = this.ear.commit();
    if (isComplaint(heard)) return heard;
    const { emit, conversation, ids } = this.#stage;
    const id = this.#comingItemId ?? ids.next('item');
    this.#comingItemId = undefined;
    this.heard.push(heard.text);
    const content: UserItem['content'] = [{ type: 'input_audio', transcript: null }];
    const item: UserItem = { id, type: 'message', status: 'completed', role: 'user', content };
    const entry = { item, text: heard.text, audioMs: spokenMs ?? heard.bufferedMs };
    const previous = conversation.append(entry);
    emit('input_audio_buffer.committed', { previous_item_id: previous, item_id: id });
    emit('conversation.item.added', { previous_item_id: previous, item });
    emit('conversation.item.done', { previous_item_id: previous, item });
    if (this.#stage.config().audio.input.transcription) transcribe(this.#stage, item, entry);
    return undefined;
  }
}
