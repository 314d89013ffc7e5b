/**
 * Fast path for messages to the phone. With the one to the model it takes 3 to 5 % off the processor time of a call (decision 15);
 * `SWITCHBOARD_FAST_PATH=off` sends the same messages through the WebSocket library.
 */

/** First byte of a whole text message: FIN and opcode 1 of RFC 6455. */
const WHOLE_TEXT = 0x81;
const LENGTH_IN_2_BYTES = 126;
const LENGTH_IN_8_BYTES = 127;

/**
 * Frames a text message for the wire, to be written as latin1: one string, one write. A library that frames any data
 * needs two buffers, head and text, and a write of both. `text` must be ASCII.
 */
export function textFrame(text: string): string {
  return head(text.length) + text;
}

function head(length: number): string {
  if (length < LENGTH_IN_2_BYTES) return String.fromCharCode(WHOLE_TEXT, length);
  if (length < 0x1_0000) return String.fromCharCode(WHOLE_TEXT, LENGTH_IN_2_BYTES, length >> 8, length & 0xff);
  const bytes = [24, 16, 8, 0].map((shift) => (length >> shift) & 0xff);
  return String.fromCharCode(WHOLE_TEXT, LENGTH_IN_8_BYTES, 0, 0, 0, 0, ...bytes);
}
