import { Button } from '@mantine/core';
import type { Call } from '../../../shared/call/call';
import { ActionButton } from '../../actions/action-button';
import { actionTitle, keyCap } from '../../actions/action';
import { useAction } from '../../actions/use-actions';
import { muteMyself, talk } from '../../actions/voice-actions';
import { useHeadset } from '../../services/services';
import { leaveFocus } from '../../ui/keyboard/leave-focus';
import { KeyCap } from '../../ui/keyboard/key-cap';

/** Speaks to the caller: held down, or, with an open microphone, muted and unmuted. */
export function TalkButton({ call }: { readonly call: Call }) {
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
