/**
 * Twilio's numbers for a caller who shows none: a word, spelt on a phone's keys. None belongs to anybody, and some look like
 * numbers that do.
 */
const WITHHELD: ReadonlyMap<string, string> = new Map([
  ['+266696687', 'Anonymous'],
  ['+7378742833', 'Restricted'],
  ['+86282452253', 'Unavailable'],
  ['+2562533', 'Blocked'],
  ['+8656696', 'Unknown'],
]);

/** The word that a number stands for; undefined for a number of somebody. */
export function withheldWord(number: string): string | undefined {
  return WITHHELD.get(number.startsWith('+') ? number : `+${number}`);
}
