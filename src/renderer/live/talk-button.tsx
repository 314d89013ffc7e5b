import { Button } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import { useHeadset, useServices } from '../connection/services';
import { KeyCap } from '../ui/key-cap';
import styles from './floor-buttons.module.css';

const TALK_KEY = '6';
const TYPING = 'input, textarea, select, [contenteditable="true"], [role="dialog"]';

/** Speaks to the caller: held down, or, with an open microphone, muted and unmuted. */
export function TalkButton() {
  const { headset } = useServices();
  const live = useHeadset((view) => view.live);
  const isHeld = live?.way === 'push-to-talk';
  useHeldKey(isHeld, (pressed) => headset.press(pressed));
  if (live === null) return null;
  return isHeld ? (
    <Button
      justify="space-between"
      data-quiet={!live.talking}
      className={styles['talk']}
      aria-pressed={live.talking}
      rightSection={<KeyCap>{TALK_KEY}</KeyCap>}
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
      data-quiet={live.muted}
      className={styles['talk']}
      aria-pressed={live.muted}
      rightSection={<KeyCap>M</KeyCap>}
      onClick={() => void headset.mute(!live.muted)}
    >
      {live.muted ? 'Muted · unmute' : 'Open microphone · mute'}
    </Button>
  );
}

/** Tells when the talk key goes down and up; a window that loses the keyboard lets go of it. */
function useHeldKey(active: boolean, onPress: (pressed: boolean) => void): void {
  const press = useEffectEvent(onPress);
  useEffect(() => {
    if (!active) return undefined;
    const down = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.key !== TALK_KEY || event.repeat || target?.closest(TYPING)) return;
      event.preventDefault();
      press(true);
    };
    const up = (event: KeyboardEvent): void => {
      if (event.key === TALK_KEY) press(false);
    };
    const lost = (): void => press(false);
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', up);
    window.addEventListener('blur', lost);
    return () => {
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', up);
      window.removeEventListener('blur', lost);
      press(false);
    };
  }, [active]);
}
