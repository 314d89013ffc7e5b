import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { destinationOf, type TransferTool } from '../../../shared/tool/kinds/built-in-tool';
import { parseArguments } from './call-arguments';

/** Kinds of numbers that a person answers. */
const ORDINARY: ReadonlySet<string | undefined> = new Set([
  'FIXED_LINE',
  'MOBILE',
  'FIXED_LINE_OR_MOBILE',
  'TOLL_FREE',
  'VOIP',
  'UAN',
]);

/** Why an agent may not transfer its caller to where its arguments say; undefined: it may. What the user named by hand always. */
export function transferFault(tool: TransferTool, argumentsJson: string): string | undefined {
  const to = String(parseArguments(argumentsJson)['to']);
  const number = destinationOf(tool, to);
  if (number === undefined) return 'There is no such destination';
  if (tool.destinations.some((each) => each.number === number)) return undefined;
  const parsed = parsePhoneNumberFromString(number);
  if (parsed?.isValid() !== true) return 'This is no phone number that can be called';
  if (!ORDINARY.has(parsed.getType())) return 'Numbers of this kind may not be called';
  if (parsed.country === undefined || tool.countries?.includes(parsed.country) !== true)
    return 'Numbers of this country may not be called';
  return undefined;
}
