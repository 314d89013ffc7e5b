import { MULAW_BYTES_PER_MS } from '../../../shared/audio/mulaw';
import { MulawReader, type AudioFormat } from './audio-format';
import { complaint, type Complaint } from '../protocol/complaint';
import { Loudness } from './envelope';
import { Recogniser, UNCLEAR, type ClipIndex } from './recogniser';
import { SpeechDetector, type DetectorListener, type DetectorSettings } from './speech-detector';

const BYTES_OF_COMMIT_AT_LEAST = 100 * MULAW_BYTES_PER_MS;
const BYTES_OF_KEPT_AUDIO_AT_MOST = 32 * 1024 * 1024;
const BYTES_OF_COMMON_APPEND = 64 * 1024;

/** Decoding buffer shared by all sessions of the process: an append is read to its end before the next begins. */
const common = Buffer.alloc(BYTES_OF_COMMON_APPEND);

/** A committed turn: its text, and how many ms the buffer had been filling. */
export interface HeardTurn {
  readonly text: string;
  readonly bufferedMs: number;
}

/** The input audio buffer: decodes appended audio, detects speech, and recognises our clips. */
export class VadInput {
  readonly #detector: SpeechDetector;
  readonly #recogniser: Recogniser;
  readonly #kept: Buffer[] | undefined;
  readonly #index: ClipIndex;
  readonly #loudness = new Loudness();
  #reader = new MulawReader();
  #keptBytes = 0;
  #bufferedBytes = 0;

  /** `listener` is told during `append`, and commits a turn from there. With `keepsAudio` up to 32 MiB can be read back. */
  constructor(index: ClipIndex, listener: DetectorListener, keepsAudio: boolean) {
    this.#index = index;
    this.#recogniser = new Recogniser(index);
    this.#detector = new SpeechDetector(listener);
    this.#kept = keepsAudio ? [] : undefined;
  }

  configure(settings: DetectorSettings | null): void {
    this.#detector.configure(settings);
  }

  /** Ms of audio appended since the session began. */
  get clockMs(): number {
    return this.#detector.clockMs;
  }

  get speaking(): boolean {
    return this.#detector.speaking;
  }

  /** All appended audio as µ-law; empty unless it is kept. */
  keptAudio(): Buffer {
    return Buffer.concat(this.#kept ?? []);
  }

  /** Obeys one `input_audio_buffer.append`. */
  append(base64: string, format: AudioFormat): Complaint | undefined {
    const expected = Buffer.byteLength(base64, 'base64');
    const bytes = expected <= common.length ? common : Buffer.allocUnsafe(expected);
    const read = bytes.write(base64, 'base64');
    if (read !== expected) {
      return complaint('invalid_value', "Invalid 'audio'. Expected base64-encoded audio bytes.", 'audio');
    }
    const length = this.#reader.read(bytes, read, format);
    if (this.#kept && this.#keptBytes + length <= BYTES_OF_KEPT_AUDIO_AT_MOST) {
      this.#kept.push(Buffer.from(bytes.subarray(0, length)));
      this.#keptBytes += length;
    }
    for (let at = 0; at < length;) {
      const end = Math.min(length, at + this.#detector.bytesToDecision);
      this.#recogniser.append(bytes, at, end);
      this.#loudness.append(bytes, at, end);
      this.#bufferedBytes += end - at;
      this.#detector.append(bytes, at, end);
      at = end;
    }
    return undefined;
  }

  /** Recognises a whole recording, such as a user item that carries audio. */
  static understand(index: ClipIndex, base64: string, format: AudioFormat): { text: string; ms: number } {
    const input = new VadInput(index, { onSpeechStarted: () => undefined, onSpeechStopped: () => undefined }, false);
    input.append(base64, format);
    return { text: input.#understood(), ms: input.clockMs };
  }

  /** Ends the turn. A buffer of less than 100 ms is refused. */
  commit(): HeardTurn | Complaint {
    if (this.#bufferedBytes < BYTES_OF_COMMIT_AT_LEAST) {
      const ms = (this.#bufferedBytes / MULAW_BYTES_PER_MS).toFixed(2);
      return complaint(
        'input_audio_buffer_commit_empty',
        `Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has ${ms}ms of audio.`,
      );
    }
    const bufferedMs = this.#bufferedBytes / MULAW_BYTES_PER_MS;
    this.#bufferedBytes = 0;
    return { text: this.#understood(), bufferedMs };
  }

  /** Discards audio appended since the last commit. */
  clear(): void {
    this.#bufferedBytes = 0;
    this.#recogniser.forget();
    this.#loudness.take();
    this.#detector.forget();
  }

  /**
   * Text recognised since the last call: byte by byte if the audio arrived unchanged, otherwise by its loudness envelope.
   */
  #understood(): string {
    const exact = this.#recogniser.take();
    const loudness = this.#loudness.take();
    return exact === UNCLEAR ? this.#index.envelopes.match(loudness) || UNCLEAR : exact;
  }
}
