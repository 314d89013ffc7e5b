import { MicrophoneFramer } from './microphone-framer';
import type { MicrophoneReport } from '../worklet-messages';

/** Number of 10 ms blocks buffered for a page that stands still, half a second in all; the oldest are dropped. */
const MAX_WAITING_BLOCKS = 50;

/** Reader that turns an open microphone's track into frames. */
export interface TrackReader {
  setGate(open: boolean): void;
  close(): void;
}

/**
 * Reads frames from a track as it is recorded, straight from the browser. Web Audio delivers a track by the sound
 * card's clock, and a delay that a busy machine once causes there never goes away. Returns undefined in a browser
 * without `MediaStreamTrackProcessor`.
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
    // The loss of a track is reported where it is watched; here there is just nothing more to read.
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
