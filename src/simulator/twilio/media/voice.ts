import { MULAW_SILENCE_BYTE } from '../../../shared/audio/mulaw';
import { FRAME_BYTES } from './player';
import { TICK_MS } from './ticker';

/** Fills one 160-byte frame; false leaves it silent. `index` counts from 0 at the source's first frame. */
export type FrameSource = (frame: Buffer, index: number) => boolean;

/** An utterance of the caller; `beganAtMs` is when its first frame left, in ms of the call. */
export interface Utterance {
  readonly ulaw: Buffer;
  readonly beganAtMs: number;
}

interface Queued {
  readonly ulaw: Buffer;
  offset: number;
  readonly left: () => void;
  readonly lost: (why: Error) => void;
}

/** Queue of the caller's speech: utterances in order, or frames generated on demand. */
export class Voice {
  readonly #queue: Queued[] = [];
  readonly #said: Utterance[] = [];
  #left: Queued | undefined;
  #source: FrameSource | undefined;
  #sourceIndex = 0;
  #over: Error | undefined;

  get said(): readonly Utterance[] {
    return this.#said;
  }

  /** Queues an utterance. Resolves when its last frame has left; rejects when the call ends first. */
  speak(ulaw: Buffer): Promise<void> {
    const spoken = new Promise<void>((resolve, reject) => {
      if (this.#over) reject(this.#over);
      else if (ulaw.length === 0) resolve();
      else this.#queue.push({ ulaw, offset: 0, left: resolve, lost: reject });
    });
    // A test that does not await the utterance must not get an unhandled rejection when the call ends within it.
    spoken.catch(() => undefined);
    return spoken;
  }

  /** Takes frames from `source` whenever nothing is queued; undefined ends that. */
  feed(source: FrameSource | undefined): void {
    this.#source = source;
    this.#sourceIndex = 0;
  }

  /** Fills the next 20 ms; false means silence and leaves `frame` untouched. */
  fill(frame: Buffer, atMs: number): boolean {
    const utterance = this.#queue[0];
    if (!utterance) return this.#source ? this.#source(frame, this.#sourceIndex++) : false;
    if (utterance.offset === 0) this.#said.push({ ulaw: utterance.ulaw, beganAtMs: atMs });
    const copied = utterance.ulaw.copy(frame, 0, utterance.offset, utterance.offset + FRAME_BYTES);
    if (copied < FRAME_BYTES) frame.fill(MULAW_SILENCE_BYTE, copied);
    utterance.offset += copied;
    if (utterance.offset >= utterance.ulaw.length) this.#left = this.#queue.shift();
    return true;
  }

  /** Resolves a finished utterance; call it after its last frame was sent. */
  settle(): void {
    this.#left?.left();
    this.#left = undefined;
  }

  /** Stops in mid-word and rejects every unfinished utterance. */
  end(why: Error): void {
    this.#over = why;
    this.#source = undefined;
    for (const utterance of this.#queue.splice(0)) utterance.lost(why);
  }
}

/** Packing of caller audio: one 20 ms frame a tick, three at once every 60 ms, or one of 40 ms every 40 ms. */
export type FrameShape = 'single' | 'burst-60' | 'double-40';

/** Sends one `media` message to the bridge; the timestamp is that of its first sample on the stream's clock. */
export type SendMedia = (payload: string, timestampMs: number) => void;

const SILENCE_PAYLOAD = Buffer.alloc(FRAME_BYTES, MULAW_SILENCE_BYTE).toString('base64');
const BURST_FRAMES = 3;

interface Held {
  readonly payload: string;
  readonly timestampMs: number;
}

/** Packs the caller's audio for the bridge, with the faults a carrier has. */
export class Uplink {
  readonly #voice: Voice;
  readonly #frame = Buffer.alloc(FRAME_BYTES, MULAW_SILENCE_BYTE);
  readonly #pair = Buffer.alloc(2 * FRAME_BYTES, MULAW_SILENCE_BYTE);
  #pairTimestampMs: number | undefined;
  #burst: Held[] = [];
  #shape: FrameShape = 'single';
  #framesToDrop = 0;

  constructor(voice: Voice) {
    this.#voice = voice;
  }

  /** Changes the packing from the next frame on. */
  pack(shape: FrameShape): void {
    this.#shape = shape;
  }

  /** Drops the next `count` frames while timestamps go on, as on packet loss. */
  dropFrames(count: number): void {
    this.#framesToDrop += count;
  }

  /** Sends the nth tick of the stream, counted from 1. */
  tick(n: number, atMs: number, send: SendMedia): void {
    const isVoice = this.#voice.fill(this.#frame, atMs);
    if (this.#framesToDrop > 0) this.#framesToDrop -= 1;
    else this.#pack(isVoice, n * TICK_MS, send);
    this.#voice.settle();
  }

  #pack(isVoice: boolean, timestampMs: number, send: SendMedia): void {
    if (this.#shape !== 'burst-60') this.#flushBurst(send);
    if (this.#shape === 'double-40') {
      this.#packPair(isVoice, timestampMs, send);
      return;
    }
    const payload = isVoice ? this.#frame.toString('base64') : SILENCE_PAYLOAD;
    if (this.#shape === 'single') {
      send(payload, timestampMs);
      return;
    }
    this.#burst.push({ payload, timestampMs });
    if (this.#burst.length === BURST_FRAMES) this.#flushBurst(send);
  }

  #flushBurst(send: SendMedia): void {
    for (const held of this.#burst) send(held.payload, held.timestampMs);
    this.#burst = [];
  }

  #packPair(isVoice: boolean, timestampMs: number, send: SendMedia): void {
    const isSecond = this.#pairTimestampMs === timestampMs - TICK_MS;
    const offset = isSecond ? FRAME_BYTES : 0;
    if (isVoice) this.#frame.copy(this.#pair, offset);
    else this.#pair.fill(MULAW_SILENCE_BYTE, offset, offset + FRAME_BYTES);
    if (isSecond) send(this.#pair.toString('base64'), timestampMs - TICK_MS);
    this.#pairTimestampMs = isSecond ? undefined : timestampMs;
  }
}
