import { useEffect, useRef, type MouseEvent, type RefObject } from 'react';

/** For a button that cannot be pressed while it is busy: it has the keyboard again when it can, unless somebody went elsewhere. */
export function useFocusBack(isBusy: boolean): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null);
  const wasBusy = useRef(false);
  useEffect(() => {
    if (wasBusy.current && !isBusy && document.activeElement === document.body) button.current?.focus();
    wasBusy.current = isBusy;
  }, [isBusy]);
  return button;
}

/** Keeps the focus off a button that is held with the mouse, where Space would press it and do its own act besides. */
export function leaveFocus(event: MouseEvent): void {
  event.preventDefault();
}
