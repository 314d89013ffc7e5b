/** A microphone or a way to be heard. The system's own choice has an empty id. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

/** What this machine has. `named`: the browser tells what they are called, which it does once a microphone was allowed. */
export interface Devices {
  readonly microphones: readonly Device[];
  readonly speakers: readonly Device[];
  readonly named: boolean;
}

export const NO_DEVICES: Devices = { microphones: [], speakers: [], named: false };

/** Chromium's names for whatever the system uses at the time. */
const ALIASES = ['', 'default', 'communications'];

/** The devices there are, without the aliases the browser adds. */
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
