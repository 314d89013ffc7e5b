import type { AgentLibrary } from '../../shared/agent/agent-library';
import { displayNumber } from '../ui/text/phone-number';

const MOST_NUMBERS_NAMED = 3;

/** Whom an agent answers, in a sentence about what publishing it does. */
export function answeredWords(library: AgentLibrary | null, agentId: string, wasPublished: boolean): string {
  const numbers = Object.entries(library?.lines ?? {}).flatMap(([number, id]) => (id === agentId ? [number] : []));
  const isDefault = library?.defaultId === agentId;
  if (!isDefault && numbers.length === 0)
    return wasPublished ? 'No line is answered by it.' : 'It can answer lines from then on.';
  const named = numbers.slice(0, MOST_NUMBERS_NAMED).map(displayNumber);
  const rest = numbers.length - named.length;
  const all = [
    ...named,
    ...(rest > 0 ? [`${String(rest)} more`] : []),
    ...(isDefault ? ['every line without an agent of its own'] : []),
  ];
  return `New calls to ${listed(all)} are answered by it.`;
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}
