import { useEffect, useEffectEvent } from 'react';

/**
 * What keys do, by name: a character in lower case, `Space`, `ArrowUp`, `ArrowDown`. Null: nothing now, and nothing else
 * either, so that a key pressed a moment late does not press something else. Undefined: the key is free.
 */
export type Bindings = Readonly<Record<string, (() => void) | null | undefined>>;

const ASK_FOR_KEYS = 'switchboard:keys';

const TYPING = 'input, textarea, select, [contenteditable="true"]';
const LAYERS = '[role="dialog"], [role="menu"]';
const PRESSED_BY_SPACE = 'button:not([data-call-row]), a[href], summary';
const SCROLLED_BY_ARROWS = '[data-scrolls]';

/** Listens to single keys while nobody types and no dialog is open. */
export function useShortcuts(bindings: Bindings): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const key = keyName(event);
    const run = key === null ? undefined : bindings[key];
    if (run === undefined) return;
    event.preventDefault();
    run?.();
  });
  const onAsked = useEffectEvent((event: Event) => {
    if (!(event instanceof CustomEvent) || !(event.detail instanceof Set)) return;
    const keys: Set<unknown> = event.detail;
    for (const [key, run] of Object.entries(bindings)) if (run) keys.add(key);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKeyDown(event);
    const answer = (event: Event): void => onAsked(event);
    document.addEventListener('keydown', listener);
    document.addEventListener(ASK_FOR_KEYS, answer);
    return () => {
      document.removeEventListener('keydown', listener);
      document.removeEventListener(ASK_FOR_KEYS, answer);
    };
  }, []);
}

/** The key as bindings name it; null when it belongs to whatever has the focus. */
function keyName(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(TYPING) || (event.isTrusted && isLayerOpen())) return null;
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === 'Space' && target?.closest(PRESSED_BY_SPACE)) return null;
  if (key.startsWith('Arrow')) return target?.closest(SCROLLED_BY_ARROWS) ? null : key;
  const moves = key === 'j' || key === 'k';
  return event.repeat && !moves ? null : key;
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
