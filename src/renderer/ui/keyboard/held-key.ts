import { useEffect, useEffectEvent, type MouseEvent } from 'react';
import { isLayerOpen, isTyping } from './shortcuts';

/** Tells when a key goes down and up while nobody types; a window that loses the keyboard lets go of it. `key`: in lower case. */
export function useHeldKey(key: string, active: boolean, onPress: (pressed: boolean) => void): void {
  const press = useEffectEvent(onPress);
  useEffect(() => {
    if (!active) return undefined;
    let isDown = false;
    const set = (pressed: boolean): void => {
      if (pressed === isDown) return;
      isDown = pressed;
      press(pressed);
    };
    const down = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.key.toLowerCase() !== key || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.repeat || isTyping(target) || isLayerOpen()) return;
      event.preventDefault();
      set(true);
    };
    const up = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === key) set(false);
    };
    const lost = (): void => set(false);
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', up);
    window.addEventListener('blur', lost);
    return () => {
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', up);
      window.removeEventListener('blur', lost);
      set(false);
    };
  }, [key, active]);
}

/** For a button that is held: the mouse does not leave the focus there, where Space would press it and do its own act besides. */
export function leaveFocus(event: MouseEvent): void {
  event.preventDefault();
}
