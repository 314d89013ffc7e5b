import { Slider } from '@mantine/core';
import { useHeadset, useServices } from '../services/services';
import styles from './volume-slider.module.css';

/** Volume at which the operator hears callers and agents. */
export function VolumeSlider() {
  const { headset } = useServices();
  const volume = useHeadset((view) => view.choices.volume);
  return (
    <Slider
      className={styles['slider'] ?? ''}
      thumbLabel="Volume"
      size={4}
      thumbSize={14}
      min={0}
      max={100}
      step={5}
      value={Math.round(volume * 100)}
      label={(percent) => `${percent} %`}
      onChange={(percent) => headset.setVolume(percent / 100)}
    />
  );
}
