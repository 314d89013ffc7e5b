/**
 * Characters that can hide words from the operator or put them in another order. Controls except tab and line feed;
 * bidirectional overrides, embeddings, isolates and marks; line and paragraph separators; invisible tag characters.
 */
const DECEIVING = new RegExp(
  [
    range(0x00, 0x08),
    range(0x0b, 0x1f),
    range(0x7f, 0x9f),
    range(0x061c, 0x061c),
    range(0x200e, 0x200f),
    range(0x2028, 0x202e),
    range(0x2060, 0x206f),
    range(0xfeff, 0xfeff),
    range(0xfff9, 0xfffb),
    range(0xe0000, 0xe007f),
  ].join('|'),
  'gu',
);

function range(from: number, to: number): string {
  return `[\\u{${from.toString(16)}}-\\u{${to.toString(16)}}]`;
}

/**
 * Returns text of a caller, a model or a carrier with every character that could deceive the reader shown as U+FFFD.
 */
export function plainText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(DECEIVING, '\uFFFD');
}

/** Returns the same text on one line. */
export function plainLine(text: string): string {
  return plainText(text).replace(/\s+/gu, ' ').trim();
}
