import { isRecord } from '../../../shared/std/guards';
import { ToolError } from '../tool-error';

/** The arguments of a tool call, as JSON. */
export type CallArguments = Readonly<Record<string, unknown>>;

/** Parses the arguments of a tool call. @throws ToolError when the model's text is no JSON object */
export function parseArguments(argumentsJson: string): CallArguments {
  try {
    const value: unknown = JSON.parse(argumentsJson);
    if (isRecord(value)) return value;
  } catch {
    // Reported below, so that the model reads one sentence for both cases.
  }
  throw new ToolError('bad-arguments', 'The arguments are not a JSON object');
}
