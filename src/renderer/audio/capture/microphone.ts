import type { Sound } from '../sound';
import { MICROPHONE, type MicrophoneMessage, type MicrophoneReport } from '../worklet-messages';
import { MicrophoneFramer } from './microphone-framer';

/**
 * Reason why no microphone could be opened. `missing`: none, or not the chosen one; `busy`: the system did not give it.
 */
export type MicrophoneRefusal = 'denied' | 'missing' | 'busy';

/** Reason why an open microphone stopped working. `no-sound`: it is there, but the system has silenced it. */
export type MicrophoneLoss = 'device-lost' | 'permission-lost' | 'no-sound';

/** Thrown when a microphone could not be opened. */
export class NoMicrophone extends Error {
  override readonly name = 'NoMicrophone';

  constructor(readonly refusal: MicrophoneRefusal) {
    super(refusal);
  }
}

export interface MicrophoneEvents {
  /** Called 50 times a second, once per 20 ms frame. */
  readonly onReport: (report: MicrophoneReport) => void;
  /** Called with the reason when the microphone is lost, and with null when it is back. */
  readonly onLoss: (loss: MicrophoneLoss | null) => void;
}

/** Open microphone; the system shows its light until `close`. */
export interface OpenMicrophone {
  /** Opens or shuts the gate; reports carry frames while it is open. */
  setGate(open: boolean): void;
  close(): void;
}

/** Opens the microphone with that id; an empty id means the system default. Rejects with `NoMicrophone`. */
export async function openMicrophone(
  sound: Sound,
  deviceId: string,
  events: MicrophoneEvents,
): Promise<OpenMicrophone> {
  const stream = await askFor(deviceId);
  const stopWatching = watchTrack(stream, events.onLoss);
  let reader: TrackReader;
  try {
    const [track] = stream.getAudioTracks();
    reader = (track && readTrack(track, events.onReport)) ?? (await readBySoundCard(sound, stream, events.onReport));
  } catch {
    stopWatching();
    stopTracks(stream);
    throw new NoMicrophone('busy');
  }
  let isClosed = false;
  return {
    setGate: (open) => reader.setGate(open),
    close: () => {
      if (isClosed) return;
      isClosed = true;
      stopWatching();
      reader.close();
      stopTracks(stream);
    },
  };
}

/** Reads the microphone through Web Audio, which every browser has. Rejects when this machine has no sound. */
async function readBySoundCard(
  sound: Sound,
  stream: MediaStream,
  onReport: (report: MicrophoneReport) => void,
): Promise<TrackReader> {
  const context = await sound.acquire();
  const source = context.createMediaStreamSource(stream);
  const node = new AudioWorkletNode(context, MICROPHONE, { channelCount: 1, channelCountMode: 'explicit' });
  const tell = (message: MicrophoneMessage): void => node.port.postMessage(message);
  node.port.onmessage = ({ data }: MessageEvent<MicrophoneReport>) => onReport(data);
  // Its output is silent, but a node with no path to the speakers is never processed.
  source.connect(node).connect(context.destination);
  return {
    setGate: (open) => tell({ type: 'gate', open }),
    close: () => {
      node.port.onmessage = null;
      tell({ type: 'close' });
      source.disconnect();
      node.disconnect();
      node.port.close();
      sound.release();
    },
  };
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

async function askFor(deviceId: string): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        ...(deviceId === '' ? {} : { deviceId: { exact: deviceId } }),
        channelCount: { ideal: 1 },
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      },
    });
  } catch (error) {
    throw new NoMicrophone(refusalOf(error));
  }
}

function refusalOf(error: unknown): MicrophoneRefusal {
  const name = error instanceof DOMException ? error.name : error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy';
}

function watchTrack(stream: MediaStream, onLoss: MicrophoneEvents['onLoss']): () => void {
  const [track] = stream.getAudioTracks();
  if (track === undefined) return () => undefined;
  const watching = new AbortController();
  const { signal } = watching;
  const onEnded = async (): Promise<void> => {
    const denied = await isDenied();
    if (!signal.aborted) onLoss(denied ? 'permission-lost' : 'device-lost');
  };
  track.addEventListener('ended', () => void onEnded(), { signal });
  track.addEventListener('mute', () => onLoss('no-sound'), { signal });
  track.addEventListener('unmute', () => onLoss(null), { signal });
  return () => watching.abort();
}

async function isDenied(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'microphone' })).state === 'denied';
  } catch {
    return false;
  }
}

/** Number of 10 ms blocks buffered for a page that stands still, half a second in all; the oldest are dropped. */
const MAX_WAITING_BLOCKS = 50;

/** Reader that turns an open microphone's track into frames. */
interface TrackReader {
  setGate(open: boolean): void;
  close(): void;
}

/**
 * Reads frames from a track as it is recorded, straight from the browser. Web Audio delivers a track by the sound
 * card's clock, and a delay that a busy machine once causes there never goes away. Returns undefined in a browser
 * without `MediaStreamTrackProcessor`.
 */
function readTrack(track: MediaStreamTrack, onReport: (report: MicrophoneReport) => void): TrackReader | undefined {
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
