import { useEffect, useEffectEvent, useRef } from 'react';

/**
 * What keys do, by name: a character in lower case, `Space`, `ArrowUp`, `ArrowDown`. Null: nothing now, and nothing else
 * either, so that a key pressed a moment late does not press something else. Undefined: the key is free.
 */
export type Bindings = Readonly<Record<string, ((event: KeyboardEvent) => void) | null | undefined>>;

const ASK_FOR_KEYS = 'switchboard:keys';

/** What is chosen with the arrows and Space, and takes no letters. */
const CHOICE = 'input:is([type="radio"], [type="checkbox"], [type="range"])';
const TYPING = `input:not(${CHOICE}), textarea, select, [contenteditable="true"]`;
const LAYERS = '[role="dialog"], [role="menu"]';
const PRESSED_BY_SPACE = `button:not([data-call-row]), a[href], summary, ${CHOICE}`;
const SCROLLED_BY_ARROWS = '[data-scrolls]';

/** Listens to single keys while nobody types and no dialog is open. */
export function useShortcuts(bindings: Bindings): void {
  const clicked = useRef<EventTarget | null>(null);
  // By the time a key is down the browser takes the focus for the keyboard's, whoever put it there.
  const onFocus = useEffectEvent(({ target }: FocusEvent) => {
    clicked.current = target instanceof Element && !target.matches(':focus-visible') ? target : null;
  });
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const key = keyName(event, event.target === clicked.current);
    const run = key === null ? undefined : bindings[key];
    if (run === undefined) return;
    event.preventDefault();
    run?.(event);
  });
  const onAsked = useEffectEvent((event: Event) => {
    if (!(event instanceof CustomEvent) || !(event.detail instanceof Set)) return;
    const keys: Set<unknown> = event.detail;
    for (const [key, run] of Object.entries(bindings)) if (run) keys.add(key);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKeyDown(event);
    const answer = (event: Event): void => onAsked(event);
    const focused = (event: FocusEvent): void => onFocus(event);
    document.addEventListener('focusin', focused);
    document.addEventListener('keydown', listener);
    document.addEventListener(ASK_FOR_KEYS, answer);
    return () => {
      document.removeEventListener('focusin', focused);
      document.removeEventListener('keydown', listener);
      document.removeEventListener(ASK_FOR_KEYS, answer);
    };
  }, []);
}

/** The key as bindings name it; null when it belongs to whatever has the focus. `isClicked`: the mouse left the focus there. */
function keyName(event: KeyboardEvent, isClicked: boolean): string | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (isTyping(target) || (event.isTrusted && isLayerOpen())) return null;
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === 'Space' && !isClicked && target?.closest(PRESSED_BY_SPACE)) return null;
  if (key.startsWith('Arrow')) {
    const isTheirs = target?.closest(SCROLLED_BY_ARROWS) || (!isClicked && target?.closest(CHOICE));
    return isTheirs ? null : key;
  }
  const moves = key === 'j' || key === 'k';
  return event.repeat && !moves ? null : key;
}

/** True where letters and digits are written. */
export function isTyping(target: Element | null): boolean {
  return target !== null && target.closest(TYPING) !== null;
}

/** True while a dialog or a menu is open: keys are meant for it, also before the focus has moved there. */
export function isLayerOpen(): boolean {
  return document.querySelector(LAYERS) !== null;
}

/** Does what a key does, for whoever names the act instead of pressing the key. */
export function pressShortcut(key: string): void {
  document.dispatchEvent(new KeyboardEvent('keydown', { key: key === 'Space' ? ' ' : key, cancelable: true }));
}

/** The keys that do something at this moment, by name. */
export function liveKeys(): ReadonlySet<string> {
  const keys = new Set<string>();
  document.dispatchEvent(new CustomEvent(ASK_FOR_KEYS, { detail: keys }));
  return keys;
}
