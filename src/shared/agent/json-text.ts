/** Syntax fault in a JSON text; line and column count from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly sentence: string;
}

/**
 * Deepest nesting accepted, in levels. Nobody writes more by hand, and deep nesting exhausts the stack of whoever reads the
 * value.
 */
const MAX_DEPTH = 48;

const BLANK = /[\t\n\r ]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const LITERAL = /true|false|null/y;

class Fault extends Error {
  constructor(
    readonly at: number,
    readonly sentence: string,
  ) {
    super(sentence);
  }
}

/**
 * Parses JSON from an untrusted source. It also refuses what `JSON.parse` accepts silently: duplicate keys, the key `__proto__`,
 * and nesting beyond `MAX_DEPTH`.
 */
export function readJsonText(
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: JsonFault } {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    check(bare);
    return { ok: true, value: JSON.parse(bare) as unknown };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, fault: { ...place(bare, error.at), sentence: error.sentence } };
  }
}

/** Throws a `Fault` at the first error. */
function check(text: string): void {
  let at = 0;

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }

  function take(mark: string, instead: string): void {
    if (text[at] !== mark) throw new Fault(at, at < text.length ? instead : 'The text ends too early.');
    at += 1;
  }

  function value(depth: number): void {
    if (depth > MAX_DEPTH) throw new Fault(at, `Nested more than ${String(MAX_DEPTH)} levels deep.`);
    match(BLANK);
    if (text[at] === '{') members(depth);
    else if (text[at] === '[') elements(depth);
    else if (text[at] === '"') string();
    else if (match(LITERAL) === undefined && match(NUMBER) === undefined)
      throw new Fault(at, at < text.length ? 'A value was expected here.' : 'The text ends too early.');
    match(BLANK);
  }

  function members(depth: number): void {
    const keys = new Set<string>();
    at += 1;
    match(BLANK);
    while (text[at] !== '}') {
      const start = at;
      const key = JSON.parse(string()) as string;
      if (keys.has(key)) throw new Fault(start, `The key ${JSON.stringify(key.slice(0, 60))} is given twice.`);
      if (key === '__proto__') throw new Fault(start, 'The key "__proto__" is not allowed.');
      keys.add(key);
      match(BLANK);
      take(':', 'A colon was expected here.');
      value(depth + 1);
      if (text[at] === '}') break;
      take(',', 'A comma or } was expected here.');
      match(BLANK);
      if (text[at] === '}') throw new Fault(at, 'A key was expected after the comma.');
    }
    at += 1;
  }

  function elements(depth: number): void {
    at += 1;
    match(BLANK);
    while (text[at] !== ']') {
      value(depth + 1);
      if (text[at] === ']') break;
      take(',', 'A comma or ] was expected here.');
      match(BLANK);
      if (text[at] === ']') throw new Fault(at, 'A value was expected after the comma.');
    }
    at += 1;
  }

  function string(): string {
    if (text[at] !== '"')
      throw new Fault(at, at < text.length ? 'A key in quotes was expected here.' : 'The text ends too early.');
    const found = match(STRING);
    if (found === undefined)
      throw new Fault(at, 'This text in quotes does not end, or holds what JSON does not allow.');
    return found;
  }

  value(0);
  if (at < text.length) throw new Fault(at, 'Nothing may follow the end of the JSON value.');
}

function place(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
