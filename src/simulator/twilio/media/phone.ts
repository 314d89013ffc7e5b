import { mulawRms } from '../../../shared/audio/mulaw';
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
