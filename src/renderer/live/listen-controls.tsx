import { SegmentedControl } from '@mantine/core';
import { SIDES, type Side } from '../audio/playback';
import { VolumeSlider } from '../audio/volume-slider';
import { useHeadset, useServices } from '../connection/services';
import styles from './listen-controls.module.css';

const NAMES: Readonly<Record<Side, string>> = { both: 'Both', caller: 'Caller', other: 'Agent' };

/** Which side of the call is heard, and how loud. */
export function ListenControls({ callId }: { readonly callId: string }) {
  const { headset } = useServices();
  const side = useHeadset((view) => view.choices.side);
  const isLive = useHeadset((view) => view.live?.callId === callId);
  return (
    <div className={styles['controls']}>
      {isLive ? (
        <p className={styles['live']}>While live you hear the caller alone.</p>
      ) : (
        <SegmentedControl
          size="xs"
          aria-label="Which side is heard"
          classNames={{ root: styles['sides'] ?? '', label: styles['side'] ?? '' }}
          data={SIDES.map((value) => ({ value, label: NAMES[value] }))}
          value={side}
          onChange={(value) => headset.setSide(SIDES.find((each) => each === value) ?? 'both')}
        />
      )}
      <div className={styles['volume']}>
        <span aria-hidden>Volume</span>
        <VolumeSlider />
      </div>
    </div>
  );
}
