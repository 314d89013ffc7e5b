import { mulawRms } from '../../../shared/audio/mulaw';
import type { Clock } from '../../clock';
import type { Handset } from './handset';
import { HeardAudio, type AudioSource } from './heard-audio';
import { TICK_MS } from './ticker';
import { Uplink } from './uplink';
import { Voice } from './voice';
import { Watch } from './watch';

/** RMS (−40 dBFS) above which a person on a phone notices sound. */
const AUDIBLE_RMS = 0.01;

/** Receives every chunk of agent audio as it arrives; for measuring. `atMs` is on the clock, not on the call. */
export type ChunkTap = (audio: Buffer, atMs: number) => void;

/** Replaces a message on its way to the bridge with none, another, or several; bytes are sent as a binary message. */
export type Mangle = (message: string) => readonly (string | Buffer)[];

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

  end(why: Error): void {
    this.voice.end(why);
    this.watch.end(why);
  }
}
