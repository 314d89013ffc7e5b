import { Button } from '@mantine/core';
import { keyTitle } from '../../app/shortcut-list';
import { useHeadset, useServices } from '../../services/services';
import { leaveFocus, useHeldKey } from '../../ui/keyboard/held-key';
import { KeyCap } from '../../ui/keyboard/key-cap';

const TALK_KEY = '6';

/** Speaks to the caller: held down, or, with an open microphone, muted and unmuted. */
export function TalkButton() {
  const { headset } = useServices();
  const live = useHeadset((view) => view.live);
  const isHeld = live?.way === 'push-to-talk';
  useHeldKey(TALK_KEY, isHeld, (pressed) => headset.press(pressed));
  if (live === null) return null;
  return isHeld ? (
    <Button
      justify="space-between"
      data-danger
      variant={live.talking ? 'filled' : 'outline'}
      aria-pressed={live.talking}
      title={`Speak to the caller, while held (${TALK_KEY})`}
      rightSection={<KeyCap>{TALK_KEY}</KeyCap>}
      onMouseDown={leaveFocus}
      onPointerDown={() => headset.press(true)}
      onPointerUp={() => headset.press(false)}
      onPointerLeave={() => headset.press(false)}
      onPointerCancel={() => headset.press(false)}
      onKeyDown={(event) => {
        if (event.key === ' ' || event.key === 'Enter') headset.press(true);
      }}
      onKeyUp={() => headset.press(false)}
      onBlur={() => headset.press(false)}
    >
      {live.talking ? 'Talking' : 'Hold to talk'}
    </Button>
  ) : (
    <Button
      justify="space-between"
      data-danger
      variant={live.muted ? 'outline' : 'filled'}
      aria-pressed={live.muted}
      title={keyTitle('m')}
      rightSection={<KeyCap>M</KeyCap>}
      onClick={() => void headset.mute(!live.muted)}
    >
      {live.muted ? 'Muted · unmute' : 'Open microphone · mute'}
    </Button>
  );
}
