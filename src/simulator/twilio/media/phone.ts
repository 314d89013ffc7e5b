import { mulawRms } from '../../../shared/audio/mulaw';
import type { Clock } from '../../clock';
import type { Handset } from './handset';
import { HeardAudio, type AudioSource } from './heard-audio';
import { TICK_MS } from './ticker';
import { Uplink } from './uplink';
import { Voice } from './voice';
import { Watch } from './watch';

/** −40 dBFS: what a person notices on a phone. */
const AUDIBLE_RMS = 0.01;

/** Sees every chunk of agent audio as it arrives; for measuring. `atMs` is on the clock, not on the call. */
export type ChunkTap = (audio: Buffer, atMs: number) => void;

/** What becomes of a message to the bridge on its way: nothing, another, several; bytes are sent as a binary message. */
export type Mangle = (message: string) => readonly (string | Buffer)[];

/** The caller's end of the line: what is said into it and what comes out of it, over all streams of a call. */
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

  /** When the last audible frame stopped sounding, in ms of the call; minus infinity: the agent was not heard yet. */
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
