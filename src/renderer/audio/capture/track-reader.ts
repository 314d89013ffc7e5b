import { MicrophoneFramer } from './microphone-framer';
import type { MicrophoneReport } from '../worklet-messages';

/** Blocks of 10 ms that wait for a page that stands still; the oldest go. */
const MAX_WAITING_BLOCKS = 50;

/** A microphone's way from the browser to frames, while it is open. */
export interface TrackReader {
  setGate(open: boolean): void;
  close(): void;
}

/**
 * Makes frames of a track as it is recorded, straight from the browser: Web Audio hands it out by the sound card's clock, and
 * what a busy machine once left behind there stays behind for good. Undefined: this browser has no such way.
 */
export function readTrack(
  track: MediaStreamTrack,
  onReport: (report: MicrophoneReport) => void,
): TrackReader | undefined {
  const { MediaStreamTrackProcessor } = window;
  if (MediaStreamTrackProcessor === undefined) return undefined;
  const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: MAX_WAITING_BLOCKS });
  const reader = readable.getReader();
  let framer: MicrophoneFramer | null = null;
  let rate = 0;
  let isOpen = false;
  const take = (heard: AudioData): void => {
    if (framer === null || heard.sampleRate !== rate) {
      rate = heard.sampleRate;
      framer = new MicrophoneFramer(rate, onReport);
    }
    framer.isOpen = isOpen;
    framer.push(monoOf(heard));
    heard.close();
  };
  void readAll(reader, take);
  return {
    setGate: (open) => {
      isOpen = open;
    },
    close: () => void reader.cancel().catch(() => undefined),
  };
}

async function readAll(
  reader: ReadableStreamDefaultReader<AudioData>,
  take: (heard: AudioData) => void,
): Promise<void> {
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) take(next.value);
  } catch {
    // The track is told of where it is watched; here there is only nothing more to read.
  }
}

function monoOf(heard: AudioData): Float32Array {
  const mono = new Float32Array(heard.numberOfFrames);
  heard.copyTo(mono, { planeIndex: 0, format: 'f32-planar' });
  if (heard.numberOfChannels === 1) return mono;
  const other = new Float32Array(mono.length);
  heard.copyTo(other, { planeIndex: 1, format: 'f32-planar' });
  for (let i = 0; i < mono.length; i++) mono[i] = ((mono[i] ?? 0) + (other[i] ?? 0)) / 2;
  return mono;
}
