import { isRecord, parsedJson } from '../../../shared/std/guards';
import { ToolError } from '../tool-error';

/** The arguments of a tool call, as JSON. */
export type CallArguments = Readonly<Record<string, unknown>>;

/** Parses the arguments of a tool call. @throws ToolError when the model's text is no JSON object */
export function parseArguments(argumentsJson: string): CallArguments {
  const value = parsedJson(argumentsJson);
  if (isRecord(value)) return value;
  throw new ToolError('bad-arguments', 'The arguments are not a JSON object');
}
