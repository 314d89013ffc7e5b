import type { z } from 'zod';

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const MOST_VALUES_NAMED = 12;

/** Describes a schema issue as a sentence about the value. `root`: the value that was checked. */
export function issueSentence(issue: z.core.$ZodIssue, root: unknown): string {
  const value = valueAt(root, issue.path);
  if (value === undefined) return 'This is missing.';
  switch (issue.code) {
    case 'invalid_type':
      return `This must be ${TYPES[issue.expected] ?? issue.expected}.`;
    case 'invalid_value':
      return `This must be ${oneOf(issue.values.map(String))}.`;
    case 'invalid_union':
      return issue.discriminator === undefined
        ? 'This is not one of the allowed values.'
        : `${JSON.stringify(issue.discriminator)} is none of the kinds there are.`;
    case 'too_big':
      return tooMuch(issue.origin, Number(issue.maximum), typeof value === 'string' ? value.length : null);
    case 'too_small':
      return tooLittle(issue.origin, Number(issue.minimum));
    case 'invalid_format':
      return issue.format === 'url' ? 'This is no address that can be used.' : 'This does not have the right form.';
    case 'unrecognized_keys':
      return `Unknown: ${issue.keys.map((key) => key.slice(0, 60)).join(', ')}.`;
    default:
      return `${issue.message}.`;
  }
}

function oneOf(values: readonly string[]): string {
  const named = values.slice(0, MOST_VALUES_NAMED).map((value) => JSON.stringify(value));
  if (named.length === 1) return named.join('');
  return `one of ${named.join(', ')}${values.length > named.length ? ', …' : ''}`;
}

function tooMuch(origin: string, most: number, length: number | null): string {
  const shown = most.toLocaleString('en');
  if (length !== null) return `Too long by ${(length - most).toLocaleString('en')} characters; ${shown} is the most.`;
  return origin === 'array' ? `There may be ${shown} at most.` : `This may be ${shown} at most.`;
}

function tooLittle(origin: string, least: number): string {
  if (origin === 'string') return least <= 1 ? 'This may not be empty.' : `This must have ${String(least)} characters.`;
  return origin === 'array' ? `There must be ${String(least)} at least.` : `This must be ${String(least)} at least.`;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );
}
