import type { MouseEvent } from 'react';

/** Keeps the focus off a button that is held with the mouse, where Space would press it and do its own act besides. */
export function leaveFocus(event: MouseEvent): void {
  event.preventDefault();
}
