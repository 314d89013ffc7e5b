import { openMicrophone, type MicrophoneEvents, type OpenMicrophone } from './capture/microphone';
import { Playback } from './playback/playback';
import { Sound, type SoundState } from './sound';

/** Microphone or speaker. An empty id stands for the system default. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

/**
 * Audio devices of this machine. `named`: the browser reveals their names, which it does once a microphone was allowed.
 */
export interface Devices {
  readonly microphones: readonly Device[];
  readonly speakers: readonly Device[];
  readonly named: boolean;
}

export const NO_DEVICES: Devices = { microphones: [], speakers: [], named: false };

/** Chromium's ids for whichever device the system uses at the time. */
const ALIASES = ['', 'default', 'communications'];

/** Converts the browser's list of devices, without the aliases it adds. */
function devicesOf(infos: readonly MediaDeviceInfo[]): Devices {
  const of = (kind: MediaDeviceKind, name: string): readonly Device[] =>
    infos
      .filter((info) => info.kind === kind && !ALIASES.includes(info.deviceId))
      .map(({ deviceId, label }, index) => ({ id: deviceId, label: label || `${name} ${index + 1}` }));
  return {
    microphones: of('audioinput', 'Microphone'),
    speakers: of('audiooutput', 'Speaker'),
    named: infos.some(({ label }) => label !== ''),
  };
}

const TONE_SECONDS = 0.7;
const TONE_EDGE_SECONDS = 0.03;
const TONE_HZ = 523.25;
/** Gain of the tone, 1 for full scale: as loud as speech is, not as loud as a tone can be. */
const TONE_LOUDNESS = 0.2;

/** Plays a short tone through the chosen speaker and resolves when it is over. `volume`: 0 to 1. */
async function playTone(sound: Sound, volume: number): Promise<void> {
  const context = await sound.acquire();
  const tone = new OscillatorNode(context, { frequency: TONE_HZ });
  const gain = new GainNode(context, { gain: 0 });
  const begins = context.currentTime;
  gain.gain.setValueAtTime(0, begins);
  gain.gain.linearRampToValueAtTime(TONE_LOUDNESS * volume, begins + TONE_EDGE_SECONDS);
  gain.gain.setValueAtTime(TONE_LOUDNESS * volume, begins + TONE_SECONDS - TONE_EDGE_SECONDS);
  gain.gain.linearRampToValueAtTime(0, begins + TONE_SECONDS);
  tone.connect(gain).connect(context.destination);
  const over = new Promise<void>((resolve) => tone.addEventListener('ended', () => resolve(), { once: true }));
  tone.start(begins);
  tone.stop(begins + TONE_SECONDS);
  await over;
  tone.disconnect();
  gain.disconnect();
  sound.release();
}

/** Web Audio side of a headset: playback, microphone, devices and the test tone. */
export interface HeadsetEngine {
  readonly playback: Pick<Playback, 'start' | 'stop' | 'hear' | 'forget' | 'setMix'>;
  /** Opens a microphone; an empty id means the system default. Rejects with `NoMicrophone`. */
  openMicrophone(deviceId: string, events: MicrophoneEvents): Promise<OpenMicrophone>;
  readonly sound: Pick<Sound, 'choose' | 'wake'>;
  /** Plays a tone of less than a second. Rejects when this machine has no sound. `volume`: 0 to 1. */
  playTone(volume: number): Promise<void>;
  /** Lists the audio devices. Never rejects. */
  listDevices(): Promise<Devices>;
  onDevicesChanged(listener: () => void): void;
}

/** Creates the engine of this page. Nothing is opened before it is needed. */
export function createHeadsetEngine(onSound: (state: SoundState) => void): HeadsetEngine {
  const sound = new Sound(onSound);
  return {
    sound,
    playback: new Playback(sound),
    openMicrophone: (deviceId, events) => openMicrophone(sound, deviceId, events),
    playTone: (volume) => playTone(sound, volume),
    listDevices: async () => {
      try {
        return devicesOf(await navigator.mediaDevices.enumerateDevices());
      } catch {
        return NO_DEVICES;
      }
    },
    onDevicesChanged: (listener) => navigator.mediaDevices.addEventListener('devicechange', listener),
  };
}
