import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Device } from '../audio/headset/devices';

interface DeviceSelectProps {
  readonly label: string;
  readonly description?: string;
  readonly devices: readonly Device[];
  /** Empty: the system's own. */
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
  readonly error?: ReactNode;
}

/** One of this machine's devices, or whatever the system uses. One that was chosen and is not connected stays chosen. */
export function DeviceSelect({ label, description, devices, chosen, onChoose, error }: DeviceSelectProps) {
  const isThere = chosen === '' || devices.some(({ id }) => id === chosen);
  return (
    <NativeSelect
      label={label}
      description={description}
      value={chosen}
      error={error}
      onChange={(event) => onChoose(event.currentTarget.value)}
      data={[
        { value: '', label: 'As the system has it' },
        ...devices.map(({ id, label: name }) => ({ value: id, label: name })),
        ...(isThere ? [] : [{ value: chosen, label: 'The one chosen before (not connected)' }]),
      ]}
    />
  );
}
