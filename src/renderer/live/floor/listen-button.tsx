import { Button, Popover, SegmentedControl } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { Call } from '../../../shared/call/call';
import { actionTitle, ariaKey, keyCap } from '../../actions/action';
import { useAction } from '../../actions/use-actions';
import { listen } from '../../actions/voice-actions';
import { SIDES, type Side } from '../../audio/playback/playback';
import { SpeakerPicker } from '../../headset-controls/device-pickers';
import { SoundTrouble } from '../../headset-controls/sound-trouble';
import { VolumeSlider } from '../../headset-controls/volume-slider';
import { otherParty } from '../../labels/other-party';
import { useConsole, useHeadset, useServices } from '../../services/services';
import { IconButton } from '../../ui/icon-button';
import { KeyCap } from '../../ui/keyboard/key-cap';
import { LevelBars } from '../list/level-bars';
import choicesStyles from './choices.module.css';
import styles from './listen-button.module.css';

/** Hears the call, as its caller speaks and as the caller hears it; joining and leaving change nothing for the caller. */
export function ListenButton({ call }: { readonly call: Call }) {
  const callId = call.id;
  const { label, isEnabled, perform } = useAction(listen, call);
  const listened = useHeadset((view) => view.listened);
  const isOn = listened?.callId === callId;
  const isLive = useHeadset((view) => view.live?.callId === callId);
  return (
    <div className={styles['listen']}>
      <div className={styles['row']}>
        <Button
          variant="default"
          justify="space-between"
          disabled={!isEnabled}
          aria-pressed={isOn}
          className={styles['button'] ?? ''}
          aria-keyshortcuts={ariaKey(listen)}
          title={actionTitle(listen)}
          rightSection={
            <span className={styles['right']}>
              {isOn && listened.hears && isLive && <span className={styles['note']}>caller only</span>}
              {isOn && listened.hears && <LevelBars callId={callId} />}
              {isOn && !listened.hears && <span className={styles['note']}>joining…</span>}
              <KeyCap>{keyCap(listen)}</KeyCap>
            </span>
          }
          onClick={perform}
        >
          {label}
        </Button>
        <HearingChoices />
      </div>
      {isOn && <SoundTrouble />}
      {isOn && !isLive && <SideChoice />}
      {listened !== null && !isOn && <HeardElsewhere callId={listened.callId} />}
    </div>
  );
}

/** Selecting a call changes what is seen, not what is heard. */
function HeardElsewhere({ callId }: { readonly callId: string }) {
  const { headset } = useServices();
  const call = useConsole((view) => view.console.calls.get(callId));
  if (call === undefined) return null;
  return (
    <p className={styles['elsewhere']}>
      You hear {otherParty(call)}.
      <button type="button" className={styles['leave']} onClick={() => void headset.listen(null)}>
        Stop
      </button>
    </p>
  );
}

/** Choices of the volume and of the loudspeaker. */
function HearingChoices() {
  return (
    <Popover position="bottom-end" width={292} trapFocus returnFocus>
      <Popover.Target>
        <IconButton label="How you hear" variant="default" icon={<IconChevronDown size={15} stroke={1.7} />} />
      </Popover.Target>
      <Popover.Dropdown aria-label="How you hear" className={choicesStyles['choices'] ?? ''}>
        <div className={choicesStyles['volume']}>
          <span aria-hidden>Volume</span>
          <VolumeSlider />
        </div>
        <SpeakerPicker />
      </Popover.Dropdown>
    </Popover>
  );
}

const NAMES: Readonly<Record<Side, string>> = { both: 'Both', caller: 'Caller', other: 'Agent' };

/** Control that selects which side of the call the operator hears. */
function SideChoice() {
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
