/** A screen of the console, as its address begins. */
export type Screen = 'live' | 'lines' | 'settings';

/** The screen that an address means; any other address means the calls. */
export function screenOf(path: string): Screen {
  if (/^\/lines(?:\/|$)/.test(path)) return 'lines';
  if (/^\/settings(?:\/|$)/.test(path)) return 'settings';
  return 'live';
}
