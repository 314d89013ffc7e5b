/** Name of the command key as this machine's keyboard has it. */
export function modifierKey(): string {
  return navigator.userAgent.includes('Mac') ? '⌘' : 'Ctrl';
}
