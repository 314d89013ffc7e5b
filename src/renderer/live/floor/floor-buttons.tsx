import { Button, Popover, Radio } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { Call } from '../../../shared/call/call';
import { actionTitle, keyCap } from '../../actions/action';
import { ActionButton, useAction } from '../../actions/use-actions';
import { handBack, muteMyself, takeOver, talk } from '../../actions/voice-actions';
import { MicrophonePicker } from '../../headset-controls/device-pickers';
import { MicrophoneTest } from '../../headset-controls/microphone-test';
import { useHeadset, useServices } from '../../services/services';
import { IconButton } from '../../ui/icon-button';
import { leaveFocus } from '../../ui/keyboard/focus';
import { KeyCap } from '../../ui/keyboard/key-cap';
import choicesStyles from './choices.module.css';
import styles from './floor-buttons.module.css';

const SPOKEN_TO = 'Another operator is speaking with this caller.';
const NOBODY_HEARD = 'The caller hears nobody: the operator’s sound is gone. Take over now.';

/** Takes the call over with one's own voice, and gives it back. */
export function FloorButtons({ call }: { readonly call: Call }) {
  const isMine = useHeadset((view) => view.live?.callId === call.id);
  const { isPending } = useAction(takeOver, call);
  const isTaken = call.operator !== null;
  return (
    <div className={styles['buttons']}>
      {isMine ? (
        <TalkButton call={call} />
      ) : (
        <div className={styles['row']}>
          <ActionButton action={takeOver} call={call} showsProgress className={styles['wide'] ?? ''} />
          <SpeakingChoices disabled={isPending} />
        </div>
      )}
      {isTaken && <ActionButton action={handBack} call={call} variant={isMine ? 'filled' : 'default'} />}
      {isTaken && call.isAgentGone && (
        <p className={styles['elsewhere']}>The model is lost, so there is no agent to hand back to.</p>
      )}
      {isTaken && !isMine && (
        <p className={styles['elsewhere']}>{call.operator.lost === null ? SPOKEN_TO : NOBODY_HEARD}</p>
      )}
    </div>
  );
}

/** Choices of how the operator speaks and into which microphone, made and tried out before the caller hears anything. */
function SpeakingChoices({ disabled }: { readonly disabled: boolean }) {
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
      <Popover.Dropdown aria-label="How you speak" className={choicesStyles['choices'] ?? ''}>
        <Radio.Group
          label="While live to a caller"
          value={way}
          onChange={(value) => headset.devices.choose({ way: value === 'open' ? 'open' : 'push-to-talk' })}
        >
          <div className={choicesStyles['ways']}>
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

/** Speaks to the caller: held down, or, with an open microphone, muted and unmuted. */
function TalkButton({ call }: { readonly call: Call }) {
  const live = useHeadset((view) => view.live);
  const { label, isOn, perform, release } = useAction(talk, call);
  if (live === null) return null;
  if (live.way === 'open') {
    return (
      <ActionButton action={muteMyself} isDangerous variant={live.muted ? 'outline' : 'filled'}>
        {live.muted ? 'Muted · unmute' : 'Open microphone · mute'}
      </ActionButton>
    );
  }
  return (
    <Button
      justify="space-between"
      data-danger
      variant={isOn === true ? 'filled' : 'outline'}
      aria-pressed={isOn}
      title={actionTitle(talk)}
      rightSection={<KeyCap>{keyCap(talk)}</KeyCap>}
      onMouseDown={leaveFocus}
      onPointerDown={perform}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onKeyDown={(event) => {
        if (event.key === ' ' || event.key === 'Enter') perform();
      }}
      onKeyUp={release}
      onBlur={release}
    >
      {label}
    </Button>
  );
}
