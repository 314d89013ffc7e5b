/** Who is calling in a practice call, as the carrier of practice says it: somebody without a number. */
export const PRACTICE_CALLER = 'client:practice';

/** The same in a rehearsal in writing, in which there is no sound. */
export const PRACTICE_WRITER = 'client:practice-in-writing';
