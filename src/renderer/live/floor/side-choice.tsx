import { SegmentedControl } from '@mantine/core';
import { SIDES, type Side } from '../../audio/playback/playback';
import { useHeadset, useServices } from '../../services/services';
import styles from './side-choice.module.css';

const NAMES: Readonly<Record<Side, string>> = { both: 'Both', caller: 'Caller', other: 'Agent' };

/** Control that selects which side of the call the operator hears. */
export function SideChoice() {
  const { headset } = useServices();
  const side = useHeadset((view) => view.choices.side);
  return (
    <SegmentedControl
      size="xs"
      aria-label="Which side is heard"
      classNames={{ root: styles['sides'], indicator: styles['chosen'], label: styles['side'] }}
      data={SIDES.map((value) => ({ value, label: NAMES[value] }))}
      value={side}
      onChange={(value) => headset.devices.choose({ side: SIDES.find((each) => each === value) ?? 'both' })}
    />
  );
}
