import type { Call } from './call';

/** Caller of a practice call, as the carrier of practice names somebody without a number. */
export const PRACTICE_CALLER = 'client:practice';

/** Caller of a rehearsal in writing, which has no sound. */
export const PRACTICE_WRITER = 'client:practice-in-writing';

/** True for a rehearsal in writing, of which nothing can be heard. */
export function isWritten(call: Pick<Call, 'from' | 'practice'>): boolean {
  return call.practice && call.from === PRACTICE_WRITER;
}
