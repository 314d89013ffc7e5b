/** Bytes that a padded base64 string stands for, without decoding it. */
export function base64ByteLength(payload: string): number {
  const chars = payload.length;
  if (chars === 0) return 0;
  const padding = payload.endsWith('==') ? 2 : payload.endsWith('=') ? 1 : 0;
  return (chars / 4) * 3 - padding;
}
