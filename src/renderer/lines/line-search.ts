import type { ListedLine } from '../stores/lines-store';
import { displayNumber } from '../ui/text/phone-number';
import { destinationLabel } from './line-labels';

/**
 * Returns the lines that match a query. Its digits are in the number, or every word of it is in the number, name or
 * destination.
 */
export function matchLines(lines: readonly ListedLine[], query: string): readonly ListedLine[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return lines;
  const wholeDigits = isNumber(query) ? digitsOf(query) : '';
  return lines.filter((line) => {
    if (wholeDigits !== '' && digitsOf(line.number).includes(wholeDigits)) return true;
    const text = `${line.number} ${displayNumber(line.number)} ${line.name} ${destinationLabel(line.destination)}`;
    const searched = text.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}

function isNumber(text: string): boolean {
  return /^[\d\s()+./-]+$/.test(text) && /\d/.test(text);
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
