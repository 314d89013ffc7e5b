import { isRecord } from '../../../shared/std/guards';
import { ToolError } from '../tool-error';

/** The arguments of a tool call, as JSON. */
export type CallArguments = Readonly<Record<string, unknown>>;

/** @throws ToolError when what the model wrote is no JSON object */
export function parseArguments(argumentsJson: string): CallArguments {
  try {
    const value: unknown = JSON.parse(argumentsJson);
    if (isRecord(value)) return value;
  } catch {
    // Told below: the model reads one sentence for both.
  }
  throw new ToolError('bad-arguments', 'The arguments are not a JSON object');
}
