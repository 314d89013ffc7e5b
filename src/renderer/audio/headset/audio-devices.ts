import { z } from 'zod';
import { MICROPHONES } from '../../../shared/call/events/operator';
import { NO_DEVICES, type Devices, type HeadsetEngine } from '../engine';
import { SIDES } from '../playback/playback';

const REMEMBERED_AS = 'switchboard-headset';

const ChoicesSchema = z.object({
  /** Empty for the system default. */
  microphoneId: z.string().max(256).default(''),
  speakerId: z.string().max(256).default(''),
  /** Playback volume, 0 to 1. */
  volume: z.number().min(0).max(1).default(0.8),
  side: z.enum(SIDES).default('both'),
  /** Microphone mode while live to a caller: open or push-to-talk. */
  way: z.enum(MICROPHONES).default('open'),
});

/** Audio choices of an operator on this machine: devices, volume, side and microphone mode. */
export type HeadsetChoices = Readonly<z.infer<typeof ChoicesSchema>>;

/** Reads the choices made here before; the defaults where they cannot be read. */
export function recallChoices(memory: Pick<Storage, 'getItem'>): HeadsetChoices {
  try {
    const kept: unknown = JSON.parse(memory.getItem(REMEMBERED_AS) ?? '{}');
    const choices = ChoicesSchema.safeParse(kept);
    if (choices.success) return choices.data;
  } catch {
    // The stored choices are damaged, or storage is not allowed: the defaults apply.
  }
  return ChoicesSchema.parse({});
}

/** Stores the choices for next time; where storage is not allowed, they last until the page is closed. */
function rememberChoices(memory: Pick<Storage, 'setItem'>, choices: HeadsetChoices): void {
  try {
    memory.setItem(REMEMBERED_AS, JSON.stringify(choices));
  } catch {
    return;
  }
}

interface AudioDevicesParts {
  readonly engine: Pick<HeadsetEngine, 'sound' | 'listDevices' | 'onDevicesChanged'>;
  readonly memory: Pick<Storage, 'setItem'>;
  readonly onDevices: (devices: Devices) => void;
  readonly onChoices: (choices: HeadsetChoices) => void;
}

/**
 * Audio devices of this machine, and the choice of them, which is kept for next time. A chosen speaker that comes back
 * is used again.
 */
export class AudioDevices {
  private devices: Devices = NO_DEVICES;

  constructor(
    private readonly parts: AudioDevicesParts,
    private chosen: HeadsetChoices,
  ) {
    const { engine } = parts;
    void engine.sound.choose(chosen.speakerId);
    engine.onDevicesChanged(() => void this.refresh());
  }

  /** Changes the choices, and keeps them for next time. */
  choose(change: Partial<HeadsetChoices>): void {
    this.chosen = { ...this.chosen, ...change };
    rememberChoices(this.parts.memory, this.chosen);
    this.parts.onChoices(this.chosen);
  }

  /** Selects a speaker; resolves to false when it is missing. */
  async chooseSpeaker(speakerId: string): Promise<boolean> {
    this.choose({ speakerId });
    return this.parts.engine.sound.choose(speakerId);
  }

  /** Lists the devices again. */
  async refresh(): Promise<void> {
    const { engine, onDevices } = this.parts;
    const devices = await engine.listDevices();
    const was = this.devices;
    this.devices = devices;
    onDevices(devices);
    const { speakerId } = this.chosen;
    const isThere = (list: Devices): boolean => list.speakers.some(({ id }) => id === speakerId);
    if (speakerId !== '' && was.named && isThere(was) !== isThere(devices)) await engine.sound.choose(speakerId);
  }
}
