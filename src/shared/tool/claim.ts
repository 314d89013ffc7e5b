/** What is said of something that has happened. */
const DONE =
  /\b(?:done|complete[d]?|processed|confirmed|approved|successful(?:ly)?|went through|gone through|taken care of|all set|has been|have been)\b/i;

/** What is said of something that has not happened, or may not. */
const HEDGED =
  /\b(?:will|(?:'|’)ll|once|as soon as|soon|pending|check(?:ing)?|waiting|wait|moment|not yet|isn(?:'|’)t|hasn(?:'|’)t|haven(?:'|’)t|not|can(?:'|’)?t|cannot|would|could|should|may|might|try(?:ing)?|need(?:s|ed)?|if|when|until|before|after|asked|asking|ask)\b/i;

/** Words of a function's name that say nothing of what it does. */
const PLAIN_WORDS: ReadonlySet<string> = new Set(['order', 'call', 'tool', 'data', 'info', 'user', 'item', 'number']);

/**
 * Whether a sentence of the agent speaks of what a function does as done: it holds a word of completion or the past of a verb of
 * the function's name, and nothing that puts it into doubt or into the future. English only, and a hint, not a proof.
 */
export function claimsOutcome(said: string, functionName: string): boolean {
  const pasts = pastsOf(functionName);
  return sentencesOf(said).some(
    (sentence) =>
      !sentence.endsWith('?') && !HEDGED.test(sentence) && (pasts.test(sentence) || isDone(sentence, functionName)),
  );
}

/** A word of completion alone may be about anything: it counts beside a word of the function's name, or in a short sentence. */
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

/** `refund_order`: refunded; `cancel_booking`: canceled, cancelled; `book_table`: booked. */
function pastsOf(functionName: string): RegExp {
  const pasts = wordsOf(functionName)
    .filter((word) => !PLAIN_WORDS.has(word))
    .map((word) => (word.endsWith('e') ? `${word}d` : `${word}${word.slice(-1)}?ed`));
  return pasts.length === 0 ? /(?!)/ : new RegExp(`\\b(?:${pasts.join('|')})\\b`, 'i');
}
