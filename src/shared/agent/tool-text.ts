import type { Tool } from '../tool/tool';
import { canonical } from './profile-fields';

/** What a person reads first of a tool; all else follows by name. */
const FIRST: readonly string[] = ['kind', 'name', 'description', 'method', 'url', 'code', 'parameters'];

/** A tool as text a person can read and compare: the same for the same tool, whatever the order of its keys; code as it was written. */
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
