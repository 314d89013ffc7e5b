import { useEffect, useEffectEvent } from 'react';

/** What keys do, by name: a character in lower case, `Space`, `ArrowUp`, `ArrowDown`. Undefined: nothing now. */
export type Bindings = Readonly<Record<string, (() => void) | undefined>>;

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
    run();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKeyDown(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}

/** The key as bindings name it; null when it belongs to whatever has the focus. */
function keyName(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(`${TYPING}, ${LAYERS}`)) return null;
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === 'Space' && target?.closest(PRESSED_BY_SPACE)) return null;
  if (key.startsWith('Arrow')) return target?.closest(SCROLLED_BY_ARROWS) ? null : key;
  const moves = key === 'j' || key === 'k';
  return event.repeat && !moves ? null : key;
}

/** Does what a key does, for whoever names the act instead of pressing the key. */
export function pressShortcut(key: string): void {
  document.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
}
