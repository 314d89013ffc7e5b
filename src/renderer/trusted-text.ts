interface TrustedTypes {
  createPolicy(name: 'default', rules: { createHTML: (text: string) => string }): unknown;
}

/**
 * Allows strings without `<` where the browser would take markup, and nothing else: Mantine writes its CSS variables
 * that way. Throws, through the browser, on everything that could be an element.
 */
export function refuseMarkup(page: { trustedTypes?: TrustedTypes }): void {
  page.trustedTypes?.createPolicy('default', { createHTML: withoutMarkup });
}

/** The text itself; throws when it could hold an element. */
export function withoutMarkup(text: string): string {
  if (text.includes('<')) throw new TypeError('Text only: markup is refused');
  return text;
}
