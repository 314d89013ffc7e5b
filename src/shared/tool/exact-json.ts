import { isRecord, parsedJson } from '../std/guards';

/** Key of the object that stands for a number while JSON is read or written. No one else writes it. */
const MARK = '\u0001number';
const MARKED = /\{\s*"\\u0001number":\s*"([^"]*)"\s*\}/g;

/** Texts and numbers of a JSON document, one after the other. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** Number as somebody wrote it, whose digits JavaScript would change or whose end is still to be written. */
export class WrittenNumber {
  constructor(readonly text: string) {}

  toJSON(): unknown {
    return parsedJson(this.text) === undefined ? Number(this.text) : { [MARK]: this.text };
  }
}

/** Reads JSON and keeps each number as it was written; undefined when the text is not JSON. */
export function readExactJson(text: string): unknown {
  const marked = text.replaceAll(TOKENS, (token) =>
    isChangedNumber(token) ? JSON.stringify({ [MARK]: token }) : token,
  );
  if (parsedJson(text) === undefined) return undefined;
  return JSON.parse(marked, (_, value: unknown) => {
    const written = isRecord(value) ? value[MARK] : undefined;
    return typeof written === 'string' ? new WrittenNumber(written) : value;
  });
}

/** Writes JSON with each number as it was written. */
export function exactJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replaceAll(MARKED, (_, text: string) => text);
}

/** First number of a JSON document that JavaScript would read as another whole number, as infinite or as none. */
export function changedNumber(json: string): string | undefined {
  for (const [token] of json.matchAll(TOKENS)) if (isChangedNumber(token)) return token;
  return undefined;
}

function isChangedNumber(token: string): boolean {
  if (token.startsWith('"')) return false;
  const value = Number(token);
  if (!Number.isFinite(value)) return true;
  if (value === 0) return /[1-9]/.test(token.split(/e/i)[0] ?? '');
  return Number.isInteger(value) && !Number.isSafeInteger(value) && digitsOf(token) !== digitsOf(String(value));
}

/** Digits of a number and the place of the last one, however it is written: 1200, 12e2 and 1.2e3 are the same. */
function digitsOf(token: string): string {
  const [mantissa = '', exponent = '0'] = token.replace('-', '').split(/e/i);
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  return `${significant}e${String(Number(exponent) - fraction.length + digits.length - significant.length)}`;
}
