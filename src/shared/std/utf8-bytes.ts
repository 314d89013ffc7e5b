const encoder = new TextEncoder();

/** Length of a text in UTF-8. Above `enough` bytes it may be an estimate, which is above it too. */
export function utf8Bytes(text: string, enough = Infinity): number {
  return text.length > enough ? text.length : encoder.encode(text).byteLength;
}
