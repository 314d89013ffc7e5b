import { Button, NativeSelect } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { MICROPHONE_WORDS, refusalLine } from '../audio/capture/microphone-control';
import type { Device } from '../audio/engine';
import { useHeadset, useServices } from '../services/services';
import styles from './device-pickers.module.css';

/** Select of the microphone callers hear. Choosing another one while it is in use changes over at once. */
export function MicrophonePicker() {
  const { headset } = useServices();
  const devices = useHeadset((view) => view.devices);
  const chosen = useHeadset((view) => view.choices.microphoneId);
  const state = useHeadset((view) => view.microphone);
  useEffect(() => void headset.devices.refresh(), [headset]);
  const trouble = state === 'off' || state === 'asking' || state === 'open' ? null : MICROPHONE_WORDS[state];
  return (
    <DeviceSelect
      label="Microphone"
      {...(devices.named ? {} : { description: 'Microphones show their names once one was allowed: test it.' })}
      devices={devices.microphones}
      chosen={chosen}
      onChoose={(id) => void headset.chooseMicrophone(id)}
      error={trouble === null ? undefined : refusalLine(trouble)}
    />
  );
}

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

/** Select of the loudspeaker, with a tone to try it out. */
export function SpeakerPicker() {
  const { headset } = useServices();
  const devices = useHeadset((view) => view.devices);
  const chosen = useHeadset((view) => view.choices.speakerId);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  useEffect(() => void headset.devices.refresh(), [headset]);
  const play = async (): Promise<void> => {
    setPlaying(true);
    const isHeard = await headset.playTone();
    setPlaying(false);
    setTrouble(isHeard ? null : 'This machine plays no sound. Check its sound settings, then try again.');
  };
  const choose = async (id: string): Promise<void> => {
    const isThere = await headset.devices.chooseSpeaker(id);
    setTrouble(isThere ? null : 'This one cannot be used now; sound goes where the system sends it until it can.');
  };
  return (
    <div className={styles['speaker']}>
      <DeviceSelect
        label="Speaker or headset"
        devices={devices.speakers}
        chosen={chosen}
        onChoose={(id) => void choose(id)}
        error={trouble ?? undefined}
      />
      <Button variant="default" disabled={isPlaying} onClick={() => void play()}>
        Play a test tone
      </Button>
    </div>
  );
}
