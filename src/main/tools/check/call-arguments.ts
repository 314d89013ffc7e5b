import { isRecord, parsedJson } from '../../../shared/std/guards';
import { ToolError } from '../tool-error';

/** The arguments of a tool call, as JSON. */
export type CallArguments = Readonly<Record<string, unknown>>;

/**
 * Parses the arguments of a tool call.
 * @throws ToolError when the model's text is no JSON object, or holds a number that would reach the tool as another one
 */
export function parseArguments(argumentsJson: string): CallArguments {
  const value = parsedJson(argumentsJson);
  if (!isRecord(value)) throw new ToolError('bad-arguments', 'The arguments are not a JSON object');
  const changed = changedNumber(argumentsJson);
  if (changed === undefined) return value;
  const what = changed.length > 40 ? `${changed.slice(0, 40)}…` : changed;
  throw new ToolError(
    'bad-arguments',
    `The number ${what} cannot be passed on as it is, and nothing was done: digits that name something, such as an order, ` +
      'must be a text, in quotation marks',
  );
}

/** Texts and numbers of a JSON document, one after the other. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** First number of a JSON document that JavaScript would read as another whole number, as infinite or as none. */
function changedNumber(json: string): string | undefined {
  for (const [token] of json.matchAll(TOKENS)) if (!token.startsWith('"') && isChanged(token)) return token;
  return undefined;
}

function isChanged(token: string): boolean {
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
