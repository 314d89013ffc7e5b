import { Button, Radio } from '@mantine/core';
import { useEffect, useState } from 'react';
import { DeviceSelect } from '../audio/device-select';
import { MicrophonePicker } from '../audio/microphone-picker';
import { MicrophoneTest } from '../audio/microphone-test';
import { VolumeSlider } from '../audio/volume-slider';
import { useHeadset, useServices } from '../connection/services';
import styles from './audio-settings.module.css';

/** What the operator hears with and speaks with, tried out before it matters. */
export function AudioSettings() {
  const { headset } = useServices();
  const way = useHeadset((view) => view.choices.way);
  return (
    <div className={styles['form']}>
      <Listening />
      <hr className={styles['line']} />
      <MicrophonePicker />
      <MicrophoneTest />
      <Radio.Group
        label="While live to a caller"
        value={way}
        onChange={(value) => headset.setWay(value === 'open' ? 'open' : 'push-to-talk')}
      >
        <div className={styles['ways']}>
          <Radio value="open" label="Open microphone" description="The caller hears you until you mute yourself." />
          <Radio value="push-to-talk" label="Push-to-talk" description="The caller hears you while a key is held." />
        </div>
      </Radio.Group>
    </div>
  );
}

function Listening() {
  const { headset } = useServices();
  const devices = useHeadset((view) => view.devices);
  const chosen = useHeadset((view) => view.choices.speakerId);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  useEffect(() => void headset.refreshDevices(), [headset]);
  const play = async (): Promise<void> => {
    setPlaying(true);
    const isHeard = await headset.playTone();
    setPlaying(false);
    setTrouble(isHeard ? null : 'This machine plays no sound. Check its sound settings, then try again.');
  };
  const choose = async (id: string): Promise<void> => {
    const isThere = await headset.chooseSpeaker(id);
    setTrouble(isThere ? null : 'This one cannot be used now; sound goes where the system sends it until it can.');
  };
  return (
    <>
      <div className={styles['row']}>
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
      <div className={styles['volume']}>
        <span aria-hidden>Volume</span>
        <VolumeSlider />
      </div>
    </>
  );
}
