const LONGEST = 60;

/**
 * Sanitises foreign text for a menu, tray or notification: letters, marks, digits and punctuation remain, and long text is cut.
 */
export function plainLabel(text: string): string {
  const plain = text
    .replace(/[^\p{L}\p{M}\p{N}\p{P}\p{Sc}\p{Zs}+]/gu, '')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain;
}
