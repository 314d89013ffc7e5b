import { useEffect, useEffectEvent, useRef } from 'react';
import { keyNames, pressedKey } from './key-names';

/** Press of a key that is meant for the page and not for what has the focus. */
export interface KeyPress {
  /** Names it answers to, the stronger first: `e`, `Space`, `ArrowUp`; with Ctrl or ⌘ `Mod+k`. */
  readonly names: readonly string[];
  /** The physical key, as its release names it. */
  readonly place: string;
  readonly isRepeat: boolean;
  /** When it went down, ms, on the clock of events. */
  readonly at: number;
  /** Keeps the browser from doing anything with it. */
  take(): void;
}

/** Inputs that are chosen from with the arrows and Space, and take no letters. */
const CHOICE = 'input:is([type="radio"], [type="checkbox"], [type="range"])';
const TYPING = `input:not(${CHOICE}), textarea, select, [contenteditable="true"]`;
const LAYERS = '[role="dialog"], [role="menu"]';
const PRESSED_BY_SPACE = `button:not([data-call-row]), a[href], summary, ${CHOICE}`;
const SCROLLED_BY_ARROWS = '[data-scrolls]';

/**
 * Listens to keys while nobody types and no dialog is open; those with Ctrl or ⌘ also while one is. `onRelease`: a key went
 * up, by its place; null: the window lost the keyboard, and with it every key.
 */
export function useKeyPresses(onPress: (press: KeyPress) => void, onRelease: (place: string | null) => void): void {
  const clicked = useRef<EventTarget | null>(null);
  // By the time a key is down the browser takes the focus for the keyboard's, whoever put it there.
  const onFocus = useEffectEvent(({ target }: FocusEvent) => {
    clicked.current = target instanceof Element && !target.matches(':focus-visible') ? target : null;
  });
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const press = pressOf(event, event.target === clicked.current);
    if (press !== null) onPress(press);
  });
  const release = useEffectEvent(onRelease);
  useEffect(() => {
    const focused = (event: FocusEvent): void => onFocus(event);
    const down = (event: KeyboardEvent): void => onKeyDown(event);
    const up = (event: KeyboardEvent): void => release(placeOf(event));
    const lost = (): void => release(null);
    document.addEventListener('focusin', focused);
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', up);
    window.addEventListener('blur', lost);
    return () => {
      document.removeEventListener('focusin', focused);
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', up);
      window.removeEventListener('blur', lost);
      release(null);
    };
  }, []);
}

/** The press as the page takes it; null when it belongs to whatever has the focus. `isClicked`: the mouse left the focus there. */
function pressOf(event: KeyboardEvent, isClicked: boolean): KeyPress | null {
  const target = event.target instanceof Element ? event.target : null;
  if (event.defaultPrevented || event.altKey || isTyping(target)) return null;
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand ? event.shiftKey : isLayerOpen()) return null;
  const names = keyNames(pressedKey(event));
  if (!isCommand && belongsTo(target, names[0] ?? '', isClicked)) return null;
  return {
    names: isCommand ? names.map((name) => `Mod+${name}`) : names,
    place: placeOf(event),
    isRepeat: event.repeat,
    at: event.timeStamp,
    take: () => event.preventDefault(),
  };
}

/** True when the key does something to the element that has the focus. */
function belongsTo(target: Element | null, name: string, isClicked: boolean): boolean {
  if (target === null) return false;
  if (name === 'Space') return !isClicked && target.closest(PRESSED_BY_SPACE) !== null;
  if (!name.startsWith('Arrow')) return false;
  return target.closest(SCROLLED_BY_ARROWS) !== null || (!isClicked && target.closest(CHOICE) !== null);
}

function placeOf({ code, key }: KeyboardEvent): string {
  return code === '' ? key.toLowerCase() : code;
}

/** True where letters and digits are written. */
function isTyping(target: Element | null): boolean {
  return target !== null && target.closest(TYPING) !== null;
}

/** True while a dialog or a menu is open: keys are meant for it, also before the focus has moved there. */
function isLayerOpen(): boolean {
  return document.querySelector(LAYERS) !== null;
}
