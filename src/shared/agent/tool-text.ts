import type { Tool } from '../tool/tool';
import { canonical } from './profile-fields';

/** Fields that come first in the text of a tool, in this order; the rest follow by name. */
const FIRST: readonly string[] = ['kind', 'name', 'description', 'method', 'url', 'code', 'parameters'];

/**
 * Formats a tool as text to read and compare. Equal tools give equal text, whatever the order of their keys; code stays as
 * written.
 */
export function toolText(tool: Tool): string {
  return Object.entries(tool)
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => rank(one) - rank(other) || (one < other ? -1 : 1))
    .map(([name, value]) => fieldOf(name, value))
    .join('\n');
}

function rank(name: string): number {
  const at = FIRST.indexOf(name);
  return at < 0 ? FIRST.length : at;
}

function fieldOf(name: string, value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(JSON.parse(canonical(value)), null, 2);
  return text.includes('\n') ? `${name}:\n${text.replaceAll(/^/gm, '  ')}` : `${name}: ${text}`;
}
