/**
 * Largest request of a page, bytes of its JSON. The page refuses a larger one before it is sent, and the main process
 * refuses it as a value.
 */
export const MAX_REQUEST_BYTES = 1024 * 1024;

/**
 * Largest message of a page that its transport takes, bytes. A larger one closes the connection: no page of ours sends
 * one, and the frame around a request adds little.
 */
export const MAX_MESSAGE_BYTES = 2 * MAX_REQUEST_BYTES;

/** True for a value whose JSON is larger than a request may be. */
export function isTooLarge(value: unknown): boolean {
  const text = value === undefined ? '' : JSON.stringify(value);
  if (text.length > MAX_REQUEST_BYTES) return true;
  // No UTF-16 unit takes more than three bytes.
  return text.length * 3 > MAX_REQUEST_BYTES && new TextEncoder().encode(text).length > MAX_REQUEST_BYTES;
}
