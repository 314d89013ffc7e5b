/** Models that hold a conversation in real time, the best first. Others can be typed in. */
export const MODELS: readonly string[] = [
  'gpt-realtime-2.1',
  'gpt-realtime-2.1-mini',
  'gpt-realtime-2',
  'gpt-realtime-1.5',
];

/** Languages the agent may expect, by ISO 639-1 code; any other two-letter code can be kept as it is. */
const LANGUAGE_CODES = [
  'en',
  'de',
  'es',
  'fr',
  'it',
  'nl',
  'pt',
  'pl',
  'sv',
  'da',
  'no',
  'fi',
  'cs',
  'tr',
  'ja',
  'ko',
  'zh',
  'hi',
  'ar',
  'he',
];

const names = new Intl.DisplayNames(['en'], { type: 'language' });

/** The languages to choose from, `now` among them. */
export function languageChoices(now: string): readonly { readonly value: string; readonly label: string }[] {
  const codes = now === '' || LANGUAGE_CODES.includes(now) ? LANGUAGE_CODES : [now, ...LANGUAGE_CODES];
  return [{ value: '', label: 'Let the model guess' }, ...codes.map((value) => ({ value, label: nameOf(value) }))];
}

function nameOf(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
