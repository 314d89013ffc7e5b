import { expect, type Page } from '@playwright/test';
import type { SimulatedCall } from '../src/simulator/twilio/simulated-call';
import { COMPARED_RATE_HZ } from './audio-recorder';
import { bestLag, rmsOf, soundFrom } from './hearing';

/** Audio of a microphone as the page received it, with the recording time of each stretch; ms of the kernel's clock. */
export interface Said {
  readonly samples: Float32Array;
  /** Time at which the sample at `place` entered the microphone. */
  atMs(place: number): number;
}

interface Stretch {
  readonly place: number;
  readonly atMs: number;
}

/** Records a page's microphone beside the app, with its timing. */
export interface SpeechTiming {
  said(): Promise<Said>;
}

/** The kernel's monotonic clock, in ms; the browser stamps recordings with it and this process measures time by it. */
export function kernelMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * Records every microphone the page opens from now on: audio after the browser's own processing, with the browser's
 * recording times. Reloads the page.
 */
export async function timeSpeechOf(page: Page): Promise<SpeechTiming> {
  await page.addInitScript(listenAtMicrophones, COMPARED_RATE_HZ);
  // Wait until the one-time link has been used: a page reloaded before could not open again.
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
  await page.reload();
  return {
    said: async () => {
      const { audio, stretches } = await page.evaluate(() =>
        (Reflect.get(globalThis, 'timedSpeech') as () => { audio: string; stretches: Stretch[] })(),
      );
      const bytes = Buffer.from(audio, 'base64');
      const whole = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
      const lateMs = kernelMs() - (stretches.at(-1)?.atMs ?? NaN);
      if (!(lateMs >= 0 && lateMs < 10_000)) throw new Error('The browser does not tell time by the kernel’s clock');
      return {
        samples: Float32Array.from(whole, (sample) => sample / 32_768),
        atMs: (place) => {
          const next = stretches.findIndex((stretch) => stretch.place > place);
          const stretch = stretches.at(next < 0 ? -1 : Math.max(0, next - 1));
          if (stretch === undefined) throw new Error('The page has heard nothing yet');
          return stretch.atMs + ((place - stretch.place) / COMPARED_RATE_HZ) * 1000;
        },
      };
    },
  };
}

/** A frame from the carrier's socket; `atMs` is on the kernel's clock. */
export interface Arrived {
  readonly atMs: number;
  readonly samples: Float32Array;
}

/** Records every frame that reaches the carrier's socket from now on. */
export function noteArrivals(call: SimulatedCall): readonly Arrived[] {
  const arrived: Arrived[] = [];
  const aheadMs = kernelMs() - performance.now();
  call.tap((audio, atMs) => arrived.push({ atMs: atMs + aheadMs, samples: soundFrom(audio) }));
  return arrived;
}

const WINDOW = 0.3 * COMPARED_RATE_HZ;
const LOUD_RMS = 0.03;
const SURE = 0.9;
/** Longest delay at which a window is still looked for; ms. */
const LATEST_MS = 800;

/** Delays from a frame's first sample to its arrival at the carrier's socket, for each frame matched with certainty; ms. */
export function lateAtSocket(said: Said, arrived: readonly Arrived[]): readonly number[] {
  const length = arrived[0]?.samples.length ?? 0;
  const all = new Float32Array(arrived.length * length);
  arrived.forEach(({ samples }, n) => all.set(samples, n * length));
  return loudWindows(said).flatMap((place) => {
    const first = arrived.findIndex(({ atMs }) => atMs >= said.atMs(place));
    const from = first * length;
    const match = find(said, place, all.subarray(from, from + WINDOW + (LATEST_MS * COMPARED_RATE_HZ) / 1000));
    if (first < 0 || match === undefined) return [];
    const begins = from + match;
    const frames: number[] = [];
    for (let frame = Math.ceil(begins / length); (frame + 1) * length <= begins + WINDOW; frame++) {
      frames.push((arrived[frame]?.atMs ?? NaN) - said.atMs(place + frame * length - begins));
    }
    return frames;
  });
}

/** Delays from speech to the caller's phone, for each 300 ms stretch matched with certainty; ms. */
export function lateAtPhone(said: Said, wav: Buffer, callBeganMs: number): readonly number[] {
  const heard = soundFrom(wav.subarray(wav.indexOf('data') + 8));
  return loudWindows(said).flatMap((place) => {
    const from = Math.max(0, Math.round(((said.atMs(place) - callBeganMs) * COMPARED_RATE_HZ) / 1000));
    const match = find(said, place, heard.subarray(from, from + WINDOW + (LATEST_MS * COMPARED_RATE_HZ) / 1000));
    return match === undefined ? [] : [(match / COMPARED_RATE_HZ) * 1000];
  });
}

function loudWindows({ samples }: Said): readonly number[] {
  const places = Array.from({ length: Math.floor(samples.length / WINDOW) }, (_, n) => n * WINDOW);
  return places.filter((place) => rmsOf(samples.subarray(place, place + WINDOW)) > LOUD_RMS);
}

function find({ samples }: Said, place: number, within: Float32Array): number | undefined {
  const { lag, likeness } = bestLag(samples.subarray(place, place + WINDOW), within);
  return likeness > SURE ? lag : undefined;
}

/** Runs in the page. */
function listenAtMicrophones(rate: number): void {
  const samples: number[] = [];
  const stretches: { readonly place: number; readonly atMs: number }[] = [];

  function take(heard: AudioData): void {
    const block = new Float32Array(heard.numberOfFrames);
    heard.copyTo(block, { planeIndex: 0, format: 'f32-planar' });
    stretches.push({ place: samples.length, atMs: heard.timestamp / 1000 });
    const times = heard.sampleRate / rate;
    for (let at = 0; at + times <= block.length; at += times) {
      let sum = 0;
      for (let step = 0; step < times; step++) sum += block[at + step] ?? 0;
      samples.push(sum / times);
    }
    heard.close();
  }

  async function follow(track: MediaStreamTrack): Promise<void> {
    const Processor = Reflect.get(globalThis, 'MediaStreamTrackProcessor') as new (init: {
      track: MediaStreamTrack;
      maxBufferSize: number;
    }) => { readonly readable: ReadableStream<AudioData> };
    const reader = new Processor({ track, maxBufferSize: 1000 }).readable.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) take(next.value);
  }

  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    for (const track of stream.getTracks()) void follow(track.clone());
    return stream;
  };

  Reflect.set(globalThis, 'timedSpeech', () => {
    const bytes = new Uint8Array(Int16Array.from(samples, (s) => Math.max(-1, Math.min(1, s)) * 32_767).buffer);
    let text = '';
    for (let i = 0; i < bytes.length; i += 32_768) text += String.fromCharCode(...bytes.subarray(i, i + 32_768));
    return { audio: btoa(text), stretches };
  });
}
