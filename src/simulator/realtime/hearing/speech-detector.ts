import { MULAW_BYTES_PER_MS } from '../../../shared/audio/mulaw';
import { MULAW_TO_LINEAR } from './audio-format';

/** Parameters of the detector, as in `server_vad`: the threshold from 0 to 1, times in ms. */
export interface DetectorSettings {
  readonly threshold: number;
  readonly prefixPaddingMs: number;
  readonly silenceDurationMs: number;
}

/** Receives the detector's events, timed in ms of audio appended since the session began. */
export interface DetectorListener {
  onSpeechStarted(audioStartMs: number): void;
  onSpeechStopped(audioEndMs: number): void;
}

/** Interval between two decisions, in ms of audio. */
export const HOP_MS = 32;
const HOP_BYTES = HOP_MS * MULAW_BYTES_PER_MS;

/** Consecutive speech hops (96 ms) that start speech: a click is shorter. */
const HOPS_TO_START = 3;
/** Factor on the threshold while speech goes on, so that soft consonants do not end it. */
const SCORE_TO_GO_ON = 0.6;

const QUIETEST_FLOOR_DB = -60;
const LOUDEST_FLOOR_DB = -38;
/** Rise of the noise floor, 2 dB a second; it follows a quieter line at once. */
const FLOOR_RISE_DB_PER_HOP = (2 * HOP_MS) / 1000;
/** Level above the noise floor, in dB, at which a hop is certainly speech (score 1). */
const CERTAIN_DB = 30;

const ENERGY = Float64Array.from(MULAW_TO_LINEAR, (sample) => (sample / 32_768) ** 2);

/** Energy-based voice activity detector for µ-law. Equal bytes give equal events, however they were split. */
export class SpeechDetector {
  readonly #listener: DetectorListener;
  #settings: DetectorSettings | null = null;
  #energy = 0;
  #hopBytes = 0;
  #hops = 0;
  #floorDb = QUIETEST_FLOOR_DB;
  #speaking = false;
  #loudHops = 0;
  #quietHops = 0;

  constructor(listener: DetectorListener) {
    this.#listener = listener;
  }

  /** Sets the parameters. With null nothing is detected, but the audio clock and the noise floor go on. */
  configure(settings: DetectorSettings | null): void {
    this.#settings = settings;
    if (!settings) this.forget();
  }

  /** Ends any current speech without an event, as after a cleared buffer. */
  forget(): void {
    this.#speaking = false;
    this.#loudHops = 0;
    this.#quietHops = 0;
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  /** Bytes that may be appended before the next decision. */
  get bytesToDecision(): number {
    return HOP_BYTES - this.#hopBytes;
  }

  /** Ms of audio heard so far. */
  get clockMs(): number {
    return this.#hops * HOP_MS + this.#hopBytes / MULAW_BYTES_PER_MS;
  }

  /** Reads `bytes` from `start` up to but not including `end`: at most `bytesToDecision` of them. */
  append(bytes: Uint8Array, start: number, end: number): void {
    let energy = this.#energy;
    for (let at = start; at < end; at += 1) energy += ENERGY[bytes[at] ?? 0xff] ?? 0;
    this.#energy = energy;
    this.#hopBytes += end - start;
    if (this.#hopBytes < HOP_BYTES) return;
    const decibels = 10 * Math.log10(energy / HOP_BYTES + 1e-12);
    this.#energy = 0;
    this.#hopBytes = 0;
    this.#hops += 1;
    this.#decide(decibels);
  }

  #decide(decibels: number): void {
    const score = (decibels - this.#floorDb) / CERTAIN_DB;
    this.#followFloor(decibels);
    const settings = this.#settings;
    if (!settings) return;
    const needed = this.#speaking ? settings.threshold * SCORE_TO_GO_ON : settings.threshold;
    if (score > needed) {
      this.#quietHops = 0;
      this.#loudHops += 1;
      if (this.#speaking || this.#loudHops < HOPS_TO_START) return;
      this.#speaking = true;
      const firstLoudMs = (this.#hops - this.#loudHops) * HOP_MS;
      this.#listener.onSpeechStarted(Math.max(0, firstLoudMs - settings.prefixPaddingMs));
      return;
    }
    this.#loudHops = 0;
    this.#quietHops += 1;
    if (!this.#speaking || this.#quietHops * HOP_MS < settings.silenceDurationMs) return;
    this.#speaking = false;
    this.#listener.onSpeechStopped(this.#hops * HOP_MS);
  }

  #followFloor(decibels: number): void {
    const followed = Math.min(decibels, this.#floorDb + FLOOR_RISE_DB_PER_HOP);
    this.#floorDb = Math.min(LOUDEST_FLOOR_DB, Math.max(QUIETEST_FLOOR_DB, followed));
  }
}
