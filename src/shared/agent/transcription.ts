/** Models that transcribe the caller, best first. Others can be typed in. */
export const TRANSCRIPTION_MODELS: readonly string[] = [
  'gpt-transcribe',
  'gpt-live-transcribe',
  'gpt-realtime-whisper',
  'gpt-4o-transcribe',
  'gpt-4o-mini-transcribe',
  'whisper-1',
];

/** Models that take languages and words as lists; both refuse the single language of the older ones. */
const TAKES_LISTS: ReadonlySet<string> = new Set(['gpt-transcribe', 'gpt-live-transcribe']);

/** Models that transcription sessions refuse together with turn detection. Whether calls take both, no service has said. */
const WITHOUT_TURN_DETECTION: ReadonlySet<string> = new Set(['gpt-live-transcribe', 'gpt-realtime-whisper']);

/**
 * Languages that OpenAI documents for speech to text, ISO 639-1. The service refuses the whole session over a code that it
 * does not know, such as `nn`, and publishes no other list.
 */
const DOCUMENTED_LANGUAGES: ReadonlySet<string> = new Set(
  (
    'af ar hy az be bs bg ca zh hr cs da nl en et fi fr gl de el he hi hu is id it ja kn kk ko lv lt mk ms mr mi ne no fa ' +
    'pl pt ro ru sr sk sl es sw sv tl ta th tr uk ur vi cy'
  ).split(' '),
);

/** Fields of a transcription's settings, as the Realtime protocol has them. */
export interface TranscriptionSettings {
  readonly model: string;
  readonly language?: string;
  readonly languages?: string[];
  readonly keywords?: string[];
  readonly prompt?: string;
}

/**
 * Settings that a transcription model takes. Each takes the language and the expected words in its own way, or not at all;
 * what it would refuse is left out.
 */
export function transcriptionSettings(
  model: string,
  language: string,
  expectedWords: readonly string[] = [],
): TranscriptionSettings {
  const words = expectedWords.filter((word) => wordProblem(word) === null);
  if (TAKES_LISTS.has(model)) {
    return {
      model,
      ...(DOCUMENTED_LANGUAGES.has(language) ? { languages: [language] } : {}),
      ...(words.length === 0 ? {} : { keywords: words }),
    };
  }
  return {
    model,
    ...(language === '' ? {} : { language }),
    ...(words.length > 0 && takesExpectedWords(model) ? { prompt: words.join(', ') } : {}),
  };
}

/** True for a transcription model that can be told which words to expect. */
export function takesExpectedWords(model: string): boolean {
  return TAKES_LISTS.has(model) || /^(?:whisper-1$|gpt-4o-(?:mini-)?transcribe(?!-diarize))/.test(model);
}

/** True for a model of which nobody has shown that it transcribes in a call, where turns are detected. */
export function isUnprovenInCalls(model: string): boolean {
  return WITHOUT_TURN_DETECTION.has(model);
}

/** Reason why transcription cannot be told to expect a word; null: it can. One such word has the service refuse them all. */
export function wordProblem(word: string): string | null {
  return /[<>\r\n]/.test(word) ? `“${word}”: leave out < and >, and line breaks.` : null;
}
