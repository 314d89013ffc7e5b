/** Keywords of JSON Schema that tell a model something, with their meanings. */
export const SCHEMA_WORDS: readonly (readonly [word: string, meaning: string])[] = [
  ['type', 'What the value is'],
  ['description', 'What it means, for the model'],
  ['properties', 'The fields of an object, by name'],
  ['required', 'Names of fields that must be there'],
  ['additionalProperties', 'Whether other fields are allowed'],
  ['enum', 'The values it may have'],
  ['const', 'The one value it may have'],
  ['items', 'What the items of a list are'],
  ['minItems', 'The fewest items of a list'],
  ['maxItems', 'The most items of a list'],
  ['minimum', 'The smallest number'],
  ['maximum', 'The largest number'],
  ['minLength', 'The fewest characters'],
  ['maxLength', 'The most characters'],
  ['pattern', 'A regular expression; enforced where it is simple enough'],
  ['format', 'Such as date or email; told to the model, not enforced'],
  ['default', 'What it is when nothing is said; told to the model'],
  ['anyOf', 'One of several schemas'],
  ['$defs', 'Schemas that “$ref” may point to'],
  ['$ref', 'A schema of this document, as “#/$defs/name”'],
];

/** Finds the text range of a fault that the schema check names by a path or by a quoted word. */
export function placeOfFault(text: string, message: string): { readonly from: number; readonly to: number } {
  const path = /data((?:\/[^\s/]+)+)/.exec(message)?.[1]?.split('/').slice(1) ?? [];
  const word = /"([^"]+)"/.exec(message)?.[1];
  if (path.length > 0) return placeOfPath(text, path);
  return wordAt(text, word === undefined ? -1 : text.indexOf(JSON.stringify(word)));
}

/** Finds the text range of the last name in a path. */
export function placeOfPath(text: string, path: readonly string[]): { readonly from: number; readonly to: number } {
  return wordAt(text, followed(text, path));
}

function wordAt(text: string, found: number): { readonly from: number; readonly to: number } {
  if (found < 0) return { from: 0, to: Math.min(text.length, 1) };
  const end = text.indexOf('"', found + 1);
  return { from: found, to: end < 0 ? found + 1 : end + 1 };
}

/** Finds the offset of the last name in a path, searching from name to name. */
function followed(text: string, path: readonly string[]): number {
  let at = 0;
  let found = -1;
  for (const name of path) {
    const next = text.indexOf(`"${name}"`, at);
    if (next < 0) return found;
    found = next;
    at = next + name.length + 2;
  }
  return found;
}
