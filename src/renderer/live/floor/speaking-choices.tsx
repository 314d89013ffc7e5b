import { Popover, Radio } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { MicrophonePicker } from '../../headset-controls/microphone-picker';
import { MicrophoneTest } from '../../headset-controls/microphone-test';
import { useHeadset, useServices } from '../../services/services';
import { IconButton } from '../../ui/icon-button';
import styles from './choices.module.css';

/** Choices of how the operator speaks and into which microphone, made and tried out before the caller hears anything. */
export function SpeakingChoices({ disabled }: { readonly disabled: boolean }) {
  const { headset } = useServices();
  const way = useHeadset((view) => view.choices.way);
  return (
    <Popover position="bottom-end" width={292} trapFocus returnFocus>
      <Popover.Target>
        <IconButton
          label="How you speak"
          variant="default"
          disabled={disabled}
          icon={<IconChevronDown size={15} stroke={1.7} />}
        />
      </Popover.Target>
      <Popover.Dropdown aria-label="How you speak" className={styles['choices'] ?? ''}>
        <Radio.Group
          label="While live to a caller"
          value={way}
          onChange={(value) => headset.devices.choose({ way: value === 'open' ? 'open' : 'push-to-talk' })}
        >
          <div className={styles['ways']}>
            <Radio value="open" label="Open microphone" />
            <Radio value="push-to-talk" label="Push-to-talk" description="The caller hears you while you hold 6." />
          </div>
        </Radio.Group>
        <MicrophonePicker />
        <MicrophoneTest />
      </Popover.Dropdown>
    </Popover>
  );
}
