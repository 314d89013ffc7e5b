import { Radio } from '@mantine/core';
import { MicrophonePicker } from '../headset-controls/microphone-picker';
import { MicrophoneTest } from '../headset-controls/microphone-test';
import { SpeakerPicker } from '../headset-controls/speaker-picker';
import { VolumeSlider } from '../headset-controls/volume-slider';
import { useHeadset, useServices } from '../services/services';
import styles from './audio-settings.module.css';
import { OperatorReturnForm } from './reach/operator-return-form';

/** Settings for the operator's speaker and microphone, which can be tested here before a call depends on them. */
export function AudioSettings() {
  const { headset } = useServices();
  const way = useHeadset((view) => view.choices.way);
  return (
    <div className={styles['form']}>
      <SpeakerPicker />
      <div className={styles['volume']}>
        <span aria-hidden>Volume</span>
        <VolumeSlider />
      </div>
      <hr className={styles['line']} />
      <MicrophonePicker />
      <MicrophoneTest />
      <Radio.Group
        label="While live to a caller"
        value={way}
        onChange={(value) => headset.devices.choose({ way: value === 'open' ? 'open' : 'push-to-talk' })}
      >
        <div className={styles['ways']}>
          <Radio value="open" label="Open microphone" description="The caller hears you until you mute yourself." />
          <Radio value="push-to-talk" label="Push-to-talk" description="The caller hears you while a key is held." />
        </div>
      </Radio.Group>
      <hr className={styles['line']} />
      <OperatorReturnForm />
    </div>
  );
}
