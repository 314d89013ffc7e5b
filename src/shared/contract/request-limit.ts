import { MAX_AGENT_FILE_BYTES } from '../agent/agent-file';
import { utf8Bytes } from '../std/utf8-bytes';

/**
 * Largest message of a page to the console API; bytes. An agent file may double when it is quoted as JSON; 64 KiB are for the
 * rest of the message.
 */
export const MAX_REQUEST_BYTES = 2 * MAX_AGENT_FILE_BYTES + 64 * 1024;

/** oRPC's code of a request that was larger. */
export const REQUEST_TOO_LARGE = 'PAYLOAD_TOO_LARGE';

/** True if a message may be sent to the console API. */
export function fitsRequest(message: string): boolean {
  return utf8Bytes(message, MAX_REQUEST_BYTES) <= MAX_REQUEST_BYTES;
}

const REQUEST_ID = /^\{"i":"(\w{1,64})"/;

/**
 * Writes oRPC's answer to a request that is too large to be read, so that it is refused and the connection stays. Undefined if
 * the message does not begin as a request.
 */
export function tooLargeAnswer(message: string): string | undefined {
  const id = REQUEST_ID.exec(message.slice(0, 80))?.[1];
  if (id === undefined) return undefined;
  const error = { defined: false, code: REQUEST_TOO_LARGE, status: 413, message: 'The request is too large' };
  return JSON.stringify({ i: id, p: { s: error.status, b: { json: error } } });
}
