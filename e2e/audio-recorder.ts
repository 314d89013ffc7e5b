import { expect, type Page } from '@playwright/test';
import { HEARD_MESSAGE_BYTES, MICROPHONE_MESSAGE_BYTES } from '../src/shared/audio/headset-wire';

/** Sample rate at which recordings and callers are compared; Hz. */
export const COMPARED_RATE_HZ = 8000;

/** Stereo audio, and when its first sample was given to the sound card; epoch ms. */
export interface Recording {
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly beganAt: number;
}

/** A frame on its way to be played; `at` is in epoch ms. */
export interface PassedFrame {
  readonly at: number;
  readonly message: Uint8Array;
}

/** Records the audio that a page under test plays and sends. */
export interface AudioRecorder {
  /** Audio the page played, left and right channel. */
  recording(): Promise<Recording>;
  /** Every frame that was played, as it came from the main process. */
  frames(): Promise<readonly PassedFrame[]>;
  /** Number of times the page asked for a microphone. */
  microphonesAsked(): Promise<number>;
  /** Number of microphones open now: their light is on. */
  openMicrophones(): Promise<number>;
  /** Number of microphone frames that left the page. */
  microphoneFrames(): Promise<number>;
  /** Audio of the page's microphones as it left the page; µ-law. */
  spoken(): Promise<Buffer>;
  /** Loud time in each channel of the recording; ms. */
  loudMs(): Promise<{ readonly left: number; readonly right: number }>;
}

interface Heard {
  readonly left: string;
  readonly right: string;
  readonly beganAt: number;
}

/**
 * Records a page's audio by connecting a recorder beside every sound card output, before the page's own code runs. Reloads
 * the page.
 */
export async function recordAudioOf(page: Page): Promise<AudioRecorder> {
  await page.addInitScript(listenAtOutputs, {
    comparedRateHz: COMPARED_RATE_HZ,
    frameBytes: HEARD_MESSAGE_BYTES,
    spokenBytes: MICROPHONE_MESSAGE_BYTES,
  });
  // Wait until the one-time link has been used: a page reloaded before could not open again.
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
  await page.reload();
  return {
    recording: async () => {
      const { left, right, beganAt } = await page.evaluate(() =>
        (Reflect.get(globalThis, 'recordedAudio') as () => Heard)(),
      );
      return { left: samplesOf(left), right: samplesOf(right), beganAt };
    },
    frames: async () => {
      const passed = await page.evaluate(
        () => Reflect.get(globalThis, 'framesPassed') as { at: number; text: string }[],
      );
      return passed.map(({ at, text }) => ({ at, message: Uint8Array.from(Buffer.from(text, 'latin1')) }));
    },
    microphonesAsked: () => page.evaluate(() => Reflect.get(globalThis, 'microphonesAsked') as number),
    openMicrophones: () =>
      page.evaluate(() => {
        const tracks = Reflect.get(globalThis, 'microphoneTracks') as readonly MediaStreamTrack[];
        return tracks.filter(({ readyState }) => readyState === 'live').length;
      }),
    microphoneFrames: () => page.evaluate(() => (Reflect.get(globalThis, 'framesSpoken') as string[]).length),
    spoken: async () => {
      const frames = await page.evaluate(() => Reflect.get(globalThis, 'framesSpoken') as string[]);
      return Buffer.concat(frames.map((frame) => Buffer.from(frame, 'latin1').subarray(1)));
    },
    loudMs: () =>
      page.evaluate(() => (Reflect.get(globalThis, 'recordedLoudMs') as () => { left: number; right: number })()),
  };
}

function samplesOf(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  return Float32Array.from(samples, (sample) => sample / 32_768);
}

interface Sizes {
  readonly comparedRateHz: number;
  readonly frameBytes: number;
  readonly spokenBytes: number;
}

interface Recorder extends AudioNode {
  onaudioprocess: ((event: { readonly inputBuffer: AudioBuffer }) => void) | null;
}

/**
 * Runs in the page. Beside both channels it records a ramp that gives each block's position on the sound card's own clock.
 */
function listenAtOutputs({ comparedRateHz, frameBytes, spokenBytes }: Sizes): void {
  const BLOCK = 4096;
  const RAMP_SECONDS = 60;
  const STARVED_MS = 25;
  const LOUD = 0.05;
  const blocks: { readonly at: number; readonly left: Float32Array; readonly right: Float32Array }[] = [];
  let rate = 0;
  let offsetMs = NaN;
  const taps = new Map<BaseAudioContext, AudioNode>();
  // Chromium garbage-collects a recorder that no script references.
  const kept: AudioNode[] = [];
  const connect = Reflect.get(AudioNode.prototype, 'connect') as (this: AudioNode, ...rest: unknown[]) => AudioNode;

  function tapOf(context: BaseAudioContext): AudioNode {
    const known = taps.get(context);
    if (known !== undefined) return known;
    rate = context.sampleRate;
    const tap = new GainNode(context, { channelCount: 2, channelCountMode: 'explicit' });
    const sides = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
    const all = new ChannelMergerNode(context, { numberOfInputs: 3 });
    const ramp = new AudioBuffer({ length: RAMP_SECONDS * rate, sampleRate: rate });
    ramp.getChannelData(0).forEach((_, i, data) => (data[i] = i / data.length));
    const clock = new AudioBufferSourceNode(context, { buffer: ramp, loop: true });
    const beginsFrame = Math.ceil((context.currentTime + 0.25) * rate);
    // Deprecated, but it needs no worklet file from the page's server.
    const create = Reflect.get(context, 'createScriptProcessor') as (
      this: BaseAudioContext,
      ...sizes: number[]
    ) => Recorder;
    const recorder = create.call(context, BLOCK, 3, 1);
    let last = -1;
    recorder.onaudioprocess = ({ inputBuffer }) => {
      const place = Math.round((inputBuffer.getChannelData(2)[0] ?? 0) * ramp.length);
      if (place === 0) return;
      const rounds = Math.floor(Math.max(0, last) / ramp.length);
      const frame = [rounds, rounds + 1].map((round) => round * ramp.length + place).find((each) => each > last);
      // A page that was too busy gets the same block twice.
      if (frame === undefined || frame - last > ramp.length / 2) return;
      last = frame;
      const atMs = ((beginsFrame + frame) / rate) * 1000;
      const aheadMs = performance.timeOrigin + performance.now() - context.currentTime * 1000;
      // A starved sound card resumes later than its own clock says.
      if (!(Math.abs(aheadMs - offsetMs) < STARVED_MS)) offsetMs = aheadMs;
      const [left, right] = [inputBuffer.getChannelData(0).slice(), inputBuffer.getChannelData(1).slice()];
      blocks.push({ at: atMs + offsetMs, left, right });
    };
    connect.call(tap, sides);
    connect.call(sides, all, 0, 0);
    connect.call(sides, all, 1, 1);
    connect.call(clock, all, 0, 2);
    connect.call(all, recorder);
    connect.call(recorder, context.destination);
    clock.start(beginsFrame / rate);
    taps.set(context, tap);
    kept.push(recorder, clock);
    return tap;
  }

  Reflect.set(AudioNode.prototype, 'connect', function (this: AudioNode, ...rest: unknown[]) {
    if (rest[0] === this.context.destination) connect.call(this, tapOf(this.context));
    return connect.apply(this, rest);
  });

  const passed: { readonly at: number; readonly text: string }[] = [];
  Reflect.set(globalThis, 'framesPassed', passed);
  const post = Reflect.get(MessagePort.prototype, 'postMessage') as (this: MessagePort, ...rest: unknown[]) => void;
  Reflect.set(MessagePort.prototype, 'postMessage', function (this: MessagePort, ...rest: unknown[]) {
    const [data] = rest;
    if (data instanceof Uint8Array && data.length === frameBytes) {
      passed.push({ at: performance.timeOrigin + performance.now(), text: String.fromCharCode(...data) });
    }
    keepSpoken(data);
    post.apply(this, rest);
  });
  const send = Reflect.get(WebSocket.prototype, 'send') as (this: WebSocket, data: unknown) => void;
  Reflect.set(WebSocket.prototype, 'send', function (this: WebSocket, data: unknown) {
    keepSpoken(data);
    send.call(this, data);
  });
  const spoken: string[] = [];
  Reflect.set(globalThis, 'framesSpoken', spoken);
  function keepSpoken(data: unknown): void {
    if (data instanceof Uint8Array && data.length === spokenBytes) spoken.push(String.fromCharCode(...data));
  }

  Reflect.set(globalThis, 'microphonesAsked', 0);
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  const tracks: MediaStreamTrack[] = [];
  Reflect.set(globalThis, 'microphoneTracks', tracks);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    Reflect.set(globalThis, 'microphonesAsked', (Reflect.get(globalThis, 'microphonesAsked') as number) + 1);
    const stream = await ask(constraints);
    tracks.push(...stream.getTracks());
    return stream;
  };

  Reflect.set(globalThis, 'recorderNodes', kept);
  Reflect.set(globalThis, 'recordedLoudMs', () => {
    const msOf = (side: 'left' | 'right'): number =>
      (blocks.filter((block) => block[side].some((sample) => Math.abs(sample) > LOUD)).length * BLOCK * 1000) / rate;
    return blocks.length === 0 ? { left: 0, right: 0 } : { left: msOf('left'), right: msOf('right') };
  });
  Reflect.set(globalThis, 'recordedAudio', () => {
    const [first] = blocks;
    const last = blocks.at(-1);
    if (first === undefined || last === undefined) throw new Error('the page has played nothing yet');
    const spanMs = last.at - first.at + (BLOCK / rate) * 1000;
    const take = (side: 'left' | 'right'): string => {
      const samples = new Int16Array(Math.ceil((spanMs / 1000) * comparedRateHz));
      for (const block of blocks) {
        const from = Math.round(((block.at - first.at) / 1000) * comparedRateHz);
        for (let i = 0; i < (BLOCK * comparedRateHz) / rate; i++) {
          const at = (i * rate) / comparedRateHz;
          const before = Math.floor(at);
          const one = block[side][before] ?? 0;
          const sample = one + ((block[side][before + 1] ?? one) - one) * (at - before);
          samples[from + i] = Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
        }
      }
      let text = '';
      const bytes = new Uint8Array(samples.buffer);
      for (let i = 0; i < bytes.length; i += 32_768) text += String.fromCharCode(...bytes.subarray(i, i + 32_768));
      return btoa(text);
    };
    return {
      left: take('left'),
      right: take('right'),
      beganAt: first.at,
    };
  });
}
