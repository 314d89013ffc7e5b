const PADDING = '='.charCodeAt(0);

/** Decoded length of a base64 string in bytes, padded or not, computed without decoding it. */
export function base64ByteLength(payload: string): number {
  const chars = payload.length;
  if (payload.charCodeAt(chars - 1) !== PADDING) return Math.floor((chars * 3) / 4);
  return Math.floor(((chars - (payload.charCodeAt(chars - 2) === PADDING ? 2 : 1)) * 3) / 4);
}
