import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useHeadset, useServices } from '../services/services';
import { DeviceSelect } from './device-select';
import styles from './speaker-picker.module.css';

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
