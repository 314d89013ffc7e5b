import { MULAW_BYTES_PER_MS, MULAW_SILENCE_BYTE, mulawRms } from '../../../shared/audio/mulaw';
import type { Clock } from '../../clock';
import type { Handset } from './handset';
import { HeardAudio, type AudioSource } from './heard-audio';
import { TICK_MS } from './ticker';
import { Uplink, Voice } from './voice';

/** RMS (−40 dBFS) above which a person on a phone notices sound. */
const AUDIBLE_RMS = 0.01;

/** Receives every chunk of agent audio as it arrives; for measuring. `atMs` is on the clock, not on the call. */
type ChunkTap = (audio: Buffer, atMs: number) => void;

/** Replaces a message on its way to the bridge with none, another, or several; bytes are sent as a binary message. */
type Mangle = (message: string) => readonly (string | Buffer)[];

/**
 * Channels of a recording. `heard`: mono, from the caller's phone; `stereo`: caller left, heard right. Both on the call's
 * clock.
 */
export type WavChannels = 'heard' | 'stereo';

const HEADER_BYTES = 58;
const MULAW_FORMAT_TAG = 7;

/** The caller's phone: audio spoken into it and heard from it, across all streams of a call. */
export class Phone {
  readonly voice = new Voice();
  readonly uplink = new Uplink(this.voice);
  readonly heard: HeardAudio;
  readonly watch: Watch;
  tap: ChunkTap | undefined;
  handset: Handset | undefined;
  mangle: Mangle | undefined;
  #lastAudibleMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, keepsAudio: boolean) {
    this.heard = new HeardAudio(keepsAudio);
    this.watch = new Watch(clock);
  }

  /** End of the agent's last audible frame, in ms of the call; minus infinity if the agent was never heard. */
  get lastAudibleMs(): number {
    return this.#lastAudibleMs;
  }

  play(frame: Buffer, length: number, fromByte: number, atMs: number, source: AudioSource = 'agent'): void {
    this.heard.noteHeard(frame, length, fromByte, atMs, source);
    this.handset?.play(frame, length);
    if (source === 'agent' && mulawRms(frame, 0, length) >= AUDIBLE_RMS) this.#lastAudibleMs = atMs + TICK_MS;
  }

  /** Builds a WAV file (µ-law, 8 kHz) of the first `durationMs` of the call. */
  wav(durationMs: number, channels: WavChannels): Buffer {
    const length = Math.max(0, Math.ceil(durationMs)) * MULAW_BYTES_PER_MS;
    const heard = Buffer.alloc(length, MULAW_SILENCE_BYTE);
    let at = 0;
    for (const { fromByte, toByte, beganAtMs } of this.heard.runs) {
      const bytes = toByte - fromByte;
      this.heard.bytes.copy(heard, byteAt(beganAtMs), at, at + bytes);
      at += bytes;
    }
    if (channels === 'heard') return Buffer.concat([wavHeader(length, 1), heard]);
    const said = Buffer.alloc(length, MULAW_SILENCE_BYTE);
    for (const { ulaw, beganAtMs } of this.voice.said) ulaw.copy(said, byteAt(beganAtMs));
    const frames = Buffer.alloc(2 * length);
    for (let index = 0; index < length; index += 1) {
      frames[2 * index] = said[index] ?? MULAW_SILENCE_BYTE;
      frames[2 * index + 1] = heard[index] ?? MULAW_SILENCE_BYTE;
    }
    return Buffer.concat([wavHeader(frames.length, 2), frames]);
  }

  end(why: Error): void {
    this.voice.end(why);
    this.watch.end(why);
  }
}

interface Watcher {
  readonly isTrue: () => boolean;
  readonly settle: (failure: Error | undefined) => void;
}

/** Waits for conditions on a call. Call `check` whenever something may have changed. */
class Watch {
  readonly #clock: Clock;
  readonly #watchers = new Set<Watcher>();
  #over: Error | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when `isTrue`; rejects, naming `fact`, after `timeoutMs` or when the call ends first. */
  until(fact: string, isTrue: () => boolean, timeoutMs: number): Promise<void> {
    const told = new Promise<void>((resolve, reject) => {
      if (isTrue()) {
        resolve();
        return;
      }
      if (this.#over) {
        reject(this.#over);
        return;
      }
      const disarm = this.#clock.after(timeoutMs, () => {
        watcher.settle(new Error(`Waited ${timeoutMs} ms in vain until ${fact}`));
      });
      const watcher: Watcher = {
        isTrue,
        settle: (failure) => {
          disarm();
          this.#watchers.delete(watcher);
          if (failure) reject(failure);
          else resolve();
        },
      };
      this.#watchers.add(watcher);
    });
    told.catch(() => undefined);
    return told;
  }

  check(): void {
    for (const watcher of this.#watchers) if (watcher.isTrue()) watcher.settle(undefined);
  }

  end(why: Error): void {
    this.check();
    this.#over = why;
    for (const watcher of [...this.#watchers]) watcher.settle(why);
  }
}

function byteAt(callMs: number): number {
  return Math.max(0, Math.round(callMs * MULAW_BYTES_PER_MS));
}

function wavHeader(dataBytes: number, channels: 1 | 2): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(18, 16);
  header.writeUInt16LE(MULAW_FORMAT_TAG, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(8_000 * channels, 28);
  header.writeUInt16LE(channels, 32);
  header.writeUInt16LE(8, 34);
  header.write('fact', 38, 'latin1');
  header.writeUInt32LE(4, 42);
  header.writeUInt32LE(dataBytes / channels, 46);
  header.write('data', 50, 'latin1');
  header.writeUInt32LE(dataBytes, 54);
  return header;
}
