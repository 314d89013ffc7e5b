/** Words of completion, said of something that has happened. */
const DONE =
  /\b(?:done|complete[d]?|processed|confirmed|approved|successful(?:ly)?|went through|gone through|taken care of|all set|has been|have been)\b/i;

/** Words of doubt or of the future, said of something that has not happened or may not. */
const HEDGED =
  /\b(?:will|(?:'|’)ll|once|as soon as|soon|pending|check(?:ing)?|waiting|wait|moment|not yet|isn(?:'|’)t|hasn(?:'|’)t|haven(?:'|’)t|not|can(?:'|’)?t|cannot|would|could|should|may|might|try(?:ing)?|need(?:s|ed)?|if|when|until|before|after|asked|asking|ask)\b/i;

/** Words in function names that say nothing about what the function does. */
const PLAIN_WORDS: ReadonlySet<string> = new Set(['order', 'call', 'tool', 'data', 'info', 'user', 'item', 'number']);

/**
 * Tells whether a sentence of the agent claims that a function has done its work. It must hold a word of completion, or the past
 * of a verb in the function's name. Nothing in it may express doubt or the future. English only, and a hint, not a proof.
 */
export function claimsOutcome(said: string, functionName: string): boolean {
  const pasts = pastsOf(functionName);
  return sentencesOf(said).some(
    (sentence) =>
      !sentence.endsWith('?') && !HEDGED.test(sentence) && (pasts.test(sentence) || isDone(sentence, functionName)),
  );
}

/**
 * Accepts a word of completion beside a word of the function's name, or in a sentence of up to six words. Elsewhere it may be
 * about anything.
 */
function isDone(sentence: string, functionName: string): boolean {
  if (!DONE.test(sentence)) return false;
  const isShort = sentence.split(/\s+/).length <= 6;
  return isShort || wordsOf(functionName).some((word) => sentence.toLowerCase().includes(word));
}

function sentencesOf(said: string): readonly string[] {
  return (said.slice(0, 4000).match(/[^.!?…]+[.!?…]?/g) ?? []).map((sentence) => sentence.trim());
}

function wordsOf(functionName: string): readonly string[] {
  return functionName
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length >= 4);
}

/**
 * Matches past tenses of a function's name. `refund_order`: refunded; `cancel_booking`: canceled, cancelled; `book_table`:
 * booked.
 */
function pastsOf(functionName: string): RegExp {
  const pasts = wordsOf(functionName)
    .filter((word) => !PLAIN_WORDS.has(word))
    .map((word) => (word.endsWith('e') ? `${word}d` : `${word}${word.slice(-1)}?ed`));
  return pasts.length === 0 ? /(?!)/ : new RegExp(`\\b(?:${pasts.join('|')})\\b`, 'i');
}
