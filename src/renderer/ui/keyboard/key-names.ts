/** Key as a press tells it: by the character it writes and by its physical place. */
export interface PressedKey {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  /** AltGr is down: the character is the third one of the key. */
  readonly isAltGraph: boolean;
}

/** Reads a key event of the browser. */
export function pressedKey(event: KeyboardEvent): PressedKey {
  const { key, code, shiftKey } = event;
  return { key, code, shiftKey, isAltGraph: event.getModifierState('AltGraph') };
}

const LATIN_OR_DIGIT = /^[a-z0-9]$/i;
const OF_OTHER_SCRIPT = /^(?:(?!\p{Script=Latin})[\p{L}\p{M}])+$/u;
/**
 * Signs that layouts of another script have where a shortcut's letter is: Greek and Bulgarian for Q, Hebrew for W. Dvorak
 * has others there. The slash that Hebrew has for Q stays a slash, which has a meaning of its own.
 */
const SIGNS_OF_OTHER_SCRIPTS: Readonly<Record<string, string>> = { KeyQ: ';,', KeyW: "'" };

/**
 * Names a press answers to, the stronger first: its character in lower case, `Space`, or what the browser calls it; then,
 * on layouts without that character, the Latin letter or the digit of its physical place.
 */
export function keyNames(pressed: PressedKey): readonly string[] {
  const { key } = pressed;
  const letter = key === ' ' ? 'Space' : key.length === 1 ? key.toLowerCase() : key;
  const place = placeName(pressed);
  return place === null || place === letter ? [letter] : [letter, place];
}

/**
 * Latin letter or digit of the physical place; null where the layout's own character decides. Letters count by place only
 * under another script: the full stop of Dvorak lies where E is elsewhere, and must not end a call. Digits count wherever
 * they need Shift, as on French keyboards, and Shift itself is not down.
 */
function placeName({ key, code, shiftKey, isAltGraph }: PressedKey): string | null {
  if (isAltGraph) return null;
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (letter !== undefined) {
    const isOther = OF_OTHER_SCRIPT.test(key) || SIGNS_OF_OTHER_SCRIPTS[code]?.includes(key) === true;
    return isOther ? letter.toLowerCase() : null;
  }
  const [, digit] = /^Digit([0-9])$/.exec(code) ?? [];
  return digit === undefined || shiftKey || LATIN_OR_DIGIT.test(key) ? null : digit;
}
