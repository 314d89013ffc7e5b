const LONGEST = 60;

/** What somebody else wrote, fit for a menu, a tray or a notification: letters, marks, digits and punctuation, cut when long. */
export function plainLabel(text: string): string {
  const plain = text
    .replace(/[^\p{L}\p{M}\p{N}\p{P}\p{Sc}\p{Zs}+]/gu, '')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain;
}
