import { MAX_DETAIL_CHARS, MAX_TRANSCRIPT_CHARS } from '../../shared/call/fact';

const MAX_ID_CHARS = 128;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** A field of a known event does not have the value its type promises. */
export class FieldError extends Error {}

/** An id of 1 to 128 characters. @throws FieldError */
export function id(value: unknown): string {
  if (typeof value === 'string' && value !== '' && value.length <= MAX_ID_CHARS) return value;
  throw new FieldError('id');
}

/** Id of the previous item, or null for the first of a conversation. @throws FieldError */
export function previousId(value: unknown): string | null {
  return value === null || value === undefined ? null : id(value);
}

/** Spoken words, cut to the length the journal keeps. @throws FieldError */
export function words(value: unknown): string {
  return text(value).slice(0, MAX_TRANSCRIPT_CHARS);
}

/** Any string. @throws FieldError */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new FieldError('text');
}

/** Arguments of a tool call as JSON; a text without a word means none. @throws FieldError */
export function argumentsOf(value: unknown): string {
  const json = text(value);
  return json.trim() === '' ? '{}' : json;
}

/** A short line for people; empty when there is none. */
export function brief(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_DETAIL_CHARS) : '';
}

/** True for a string of whole base64 quanta. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && BASE64.test(text);
}

/**
 * A string of whole base64 quanta. It goes to the carrier unchanged, and so must not break out of its frame. @throws FieldError
 */
export function base64(value: unknown): string {
  if (typeof value === 'string' && isBase64(value)) return value;
  throw new FieldError('base64');
}

/** Milliseconds, 0 or more. @throws FieldError */
export function milliseconds(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new FieldError('milliseconds');
}

/** An index of content or output. @throws FieldError */
export function index(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new FieldError('index');
}

/** A number of tokens; anything but a whole positive number counts as 0. */
export function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

/** The tag we gave a response, as returned in its metadata; null when it has none. */
export function tagOf(metadata: unknown): string | null {
  if (typeof metadata !== 'object' || metadata === null || !('tag' in metadata)) return null;
  return typeof metadata.tag === 'string' ? metadata.tag : null;
}
