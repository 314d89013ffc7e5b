/** A tool's arguments as the operator reads them. */
export type ArgumentsView =
  | { readonly kind: 'none' }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'raw'; readonly text: string; readonly note: 'Not valid JSON' | 'Not a flat list of values' };

const MAX_ROWS = 64;

/** Reads arguments as the model sent them, which may be no JSON at all. Never throws. */
export function viewArguments(raw: string): ArgumentsView {
  if (raw.trim() === '') return { kind: 'none' };
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return { kind: 'raw', text: raw, note: 'Not valid JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return nested(raw);
  const entries: [string, unknown][] = Object.entries(value);
  if (entries.length === 0) return { kind: 'none' };
  if (entries.length > MAX_ROWS || entries.some(([, each]) => typeof each === 'object' && each !== null))
    return nested(raw);
  return { kind: 'rows', rows: entries.map(([name, each]) => [name, String(each)]) };
}

function nested(raw: string): ArgumentsView {
  return { kind: 'raw', text: raw, note: 'Not a flat list of values' };
}
