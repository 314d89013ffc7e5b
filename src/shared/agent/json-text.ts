import { printParseErrorCode, visit } from 'jsonc-parser';

/** The first fault of a JSON text and its place; line and column count from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly sentence: string;
}

/** Levels of nesting accepted; nobody writes more, and deeper values exhaust the stack of whatever reads them next. */
const MAX_DEPTH = 48;

/** Errors inside a string; they may also be found where a string is not expected. */
const STRING_ERRORS: ReadonlySet<string> = new Set([
  'InvalidCharacter',
  'InvalidEscapeCharacter',
  'InvalidUnicode',
  'UnexpectedEndOfString',
]);

class Fault extends Error {
  constructor(
    readonly sentence: string,
    readonly line: number,
    readonly character: number,
  ) {
    super(sentence);
  }
}

/** Reads untrusted JSON. Unlike `JSON.parse`, it also refuses repeated keys, the key `__proto__` and unbounded nesting. */
export function readJsonText(
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: JsonFault } {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    check(bare);
    return { ok: true, value: JSON.parse(bare) as unknown };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { line, character, sentence } = error;
    return { ok: false, fault: { line: line + 1, column: character + 1, sentence } };
  }
}

/** Throws `Fault` at the first error. Only a throw stops the parser, which recovers from every error it reports. */
function check(text: string): void {
  /** The keys of each open object, and undefined for each open array; innermost last. */
  const open: (Set<string> | undefined)[] = [];
  let expected = 'A value was expected here.';
  let expectedAtClose = expected;

  function begin(keys: Set<string> | undefined, line: number, character: number): void {
    if (open.length > MAX_DEPTH) throw new Fault(`Nested more than ${String(MAX_DEPTH)} levels deep.`, line, character);
    open.push(keys);
    expect(keys === undefined ? 'A value' : 'A key in quotes');
  }

  function expect(thing: string, atClose = `${thing} was expected here.`): void {
    expected = `${thing} was expected here.`;
    expectedAtClose = atClose;
  }

  function endValue(): void {
    if (open.length > 0) expect(`A comma or ${open.at(-1) === undefined ? ']' : '}'}`);
    else expected = expectedAtClose = 'Nothing may follow the end of the JSON value.';
  }

  function end(): void {
    open.pop();
    endValue();
  }

  visit(
    text,
    {
      onObjectBegin: (_at, _length, line, character) => begin(new Set(), line, character),
      onArrayBegin: (_at, _length, line, character) => begin(undefined, line, character),
      onObjectEnd: end,
      onArrayEnd: end,
      onLiteralValue: endValue,
      onObjectProperty: (key, _at, _length, line, character) => {
        const keys = open.at(-1);
        if (keys?.has(key) === true)
          throw new Fault(`The key ${JSON.stringify(key.slice(0, 60))} is given twice.`, line, character);
        if (key === '__proto__') throw new Fault('The key "__proto__" is not allowed.', line, character);
        keys?.add(key);
        expect('A colon');
      },
      onSeparator: (mark) => {
        if (mark === ':') expect('A value');
        else if (open.at(-1) === undefined) expect('A value', 'A value was expected after the comma.');
        else expect('A key in quotes', 'A key was expected after the comma.');
      },
      onError: (code, at, _length, line, character) => {
        if (STRING_ERRORS.has(printParseErrorCode(code)))
          throw new Fault('This text in quotes does not end, or holds what JSON does not allow.', line, character);
        if (at >= text.length) throw new Fault('The text ends too early.', line, character);
        throw new Fault(/[\]}]/.test(text[at] ?? '') ? expectedAtClose : expected, line, character);
      },
    },
    { disallowComments: true },
  );
}
