/** What a pattern is tested against at most; characters. */
const MAX_TESTED_CHARS = 512;
const MAX_PATTERN_CHARS = 256;
/** Together with where a match may begin, what may be repeated without end: testing takes at most the square of the length. */
const MAX_OPEN_ENDS = 2;
const MAX_COUNT = 256;

/** Something to test strings with, as a validator wants it. */
export interface Pattern {
  test(text: string): boolean;
  /** The validator tells patterns apart by it. */
  toString(): string;
}

/** A pattern of a schema that cannot be used to stall: text too long for it does not match; one that could stall matches all. */
export function safePattern(source: string): Pattern {
  const pattern = isSafe(source) ? compiled(source) : undefined;
  return {
    test: (text) => pattern === undefined || (text.length <= MAX_TESTED_CHARS && pattern.test(text)),
    toString: () => source,
  };
}

/** Whether a pattern is enforced: short, and without what makes testing it slow (repeated groups, lookaround, back references). */
export function isSafe(source: string): boolean {
  if (source.length > MAX_PATTERN_CHARS || compiled(source) === undefined) return false;
  const outside = source
    .replaceAll(/\\[\s\S]/g, (escape) => (/\\[1-9k]/.test(escape) ? '\u0000' : '_'))
    .replaceAll(/\[[^\]]*\]/g, '_');
  if (outside.includes('\u0000') || /\(\?(?!:)/.test(outside)) return false;
  if (/\)(?:[*+]|\{)/.test(outside)) return false;
  const counts = [...outside.matchAll(/\{(\d+)(?:,(\d*))?\}/g)];
  if (counts.some(([, from, to]) => Number(from) > MAX_COUNT || Number(to ?? 0) > MAX_COUNT)) return false;
  const ranges = counts.filter(([, from, to]) => to !== undefined && to !== from).length;
  const openEnds =
    (outside.match(/[*+]/g)?.length ?? 0) + ranges + (outside.startsWith('^') && !outside.includes('|') ? 0 : 1);
  return openEnds <= MAX_OPEN_ENDS;
}

function compiled(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'u');
  } catch {
    return undefined;
  }
}
