import { NO_DEVICES, type Devices } from './devices';
import type { HeadsetEngine } from '../engine';
import { rememberChoices, type HeadsetChoices } from './headset-choices';

interface DeviceDeskParts {
  readonly engine: Pick<HeadsetEngine, 'sound' | 'listDevices' | 'onDevicesChanged'>;
  readonly memory: Pick<Storage, 'setItem'>;
  readonly onDevices: (devices: Devices) => void;
  readonly onChoices: (choices: HeadsetChoices) => void;
}

/**
 * Audio devices of this machine, and the choice of them, which is kept for next time. A chosen speaker that comes back
 * is used again.
 */
export class DeviceDesk {
  private devices: Devices = NO_DEVICES;

  constructor(
    private readonly parts: DeviceDeskParts,
    private chosen: HeadsetChoices,
  ) {
    const { engine } = parts;
    void engine.sound.choose(chosen.speakerId);
    engine.onDevicesChanged(() => void this.refresh());
  }

  get choices(): HeadsetChoices {
    return this.chosen;
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
