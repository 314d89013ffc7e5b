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
export function devicesOf(infos: readonly MediaDeviceInfo[]): Devices {
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
