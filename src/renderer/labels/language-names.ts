const names = new Intl.DisplayNames(['en'], { type: 'language' });

/** English name of a language, by its ISO 639 code; the code itself when it has none. */
export function languageName(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
