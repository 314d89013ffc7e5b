import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Device } from '../audio/headset/devices';

interface DeviceSelectProps {
  readonly label: string;
  readonly description?: string;
  readonly devices: readonly Device[];
  /** Id of the chosen device; empty for the system default. */
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
  readonly error?: ReactNode;
}

/**
 * Select of one of this machine's devices, or the system default. A chosen device stays chosen while it is not
 * connected.
 */
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
