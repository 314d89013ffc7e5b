/** How the key that goes with commands is written on this machine's keyboard. */
export function modifierKey(): string {
  return navigator.userAgent.includes('Mac') ? '⌘' : 'Ctrl';
}
