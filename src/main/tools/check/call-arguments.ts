import { isRecord, parsedJson } from '../../../shared/std/guards';
import { changedNumber } from '../../../shared/tool/exact-json';
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
