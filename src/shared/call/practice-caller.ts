/** Who is calling in a practice call, as the carrier of practice says it: somebody without a number. */
export const PRACTICE_CALLER = 'client:practice';
