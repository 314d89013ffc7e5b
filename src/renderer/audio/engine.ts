import { devicesOf, NO_DEVICES, type Devices } from './headset/devices';
import { openMicrophone, type MicrophoneEvents, type OpenMicrophone } from './capture/microphone';
import { Playback } from './playback/playback';
import { Sound, type SoundState } from './sound';

const TONE_SECONDS = 0.7;
const TONE_EDGE_SECONDS = 0.03;
const TONE_HZ = 523.25;
/** As loud as speech is, not as loud as a tone can be; 1 is the loudest. */
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

/** What a headset can do on this machine: the part of it that is Web Audio. */
export interface HeadsetEngine {
  readonly playback: Pick<Playback, 'start' | 'stop' | 'hear' | 'forget' | 'setMix'>;
  /** Rejects with `NoMicrophone`. An empty id: the system's own. */
  openMicrophone(deviceId: string, events: MicrophoneEvents): Promise<OpenMicrophone>;
  /** False: it is not there, and the system's own is used. */
  chooseSpeaker(id: string): Promise<boolean>;
  /** Asks the browser once more to let sound through: after something the user did. */
  wake(): void;
  /** A tone of less than a second. Rejects when this machine has no sound. `volume`: 0 to 1. */
  playTone(volume: number): Promise<void>;
  /** Never rejects. */
  listDevices(): Promise<Devices>;
  onDevicesChanged(listener: () => void): void;
}

/** The engine of this page. Nothing is opened before it is needed. */
export function createHeadsetEngine(onSound: (state: SoundState) => void): HeadsetEngine {
  const sound = new Sound(onSound);
  return {
    playback: new Playback(sound),
    openMicrophone: (deviceId, events) => openMicrophone(sound, deviceId, events),
    chooseSpeaker: (id) => sound.choose(id),
    wake: () => sound.wake(),
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
