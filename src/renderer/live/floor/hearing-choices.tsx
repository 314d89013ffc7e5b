import { Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { SpeakerPicker } from '../../headset-controls/speaker-picker';
import { VolumeSlider } from '../../headset-controls/volume-slider';
import { IconButton } from '../../ui/icon-button';
import styles from './choices.module.css';

/** Choices of the volume and of the loudspeaker. */
export function HearingChoices() {
  return (
    <Popover position="bottom-end" width={292} trapFocus returnFocus>
      <Popover.Target>
        <IconButton label="How you hear" variant="default" icon={<IconChevronDown size={15} stroke={1.7} />} />
      </Popover.Target>
      <Popover.Dropdown aria-label="How you hear" className={styles['choices'] ?? ''}>
        <div className={styles['volume']}>
          <span aria-hidden>Volume</span>
          <VolumeSlider />
        </div>
        <SpeakerPicker />
      </Popover.Dropdown>
    </Popover>
  );
}
