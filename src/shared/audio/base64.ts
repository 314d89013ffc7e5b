/** Bytes that a base64 string stands for, padded or not, without decoding it. */
export function base64ByteLength(payload: string): number {
  const chars = payload.length;
  const padding = payload.endsWith('==') ? 2 : payload.endsWith('=') ? 1 : 0;
  return Math.floor(((chars - padding) * 3) / 4);
}
