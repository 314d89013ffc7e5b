import { setImmediate } from 'node:timers/promises';
import { isRecord } from '../../../shared/std/guards';
import { JsonSchemaSchema } from '../../../shared/tool/parameters';
import { schemaFaultLabel, schemaFaultOf } from '../../../shared/tool/schema/schema-check';
import { MAX_DESCRIPTION_CHARS, MAX_REMOTE_NAME_CHARS, type McpFunction } from '../../../shared/tool/tool';
import type { McpOffer, UnusableFunction } from '../../ports/ports-tools';

const MAX_FUNCTIONS = 256;
/** Parameters of all tools together, as JSON: a console gets them in one message, which is checked at once. */
const MAX_OFFERED_CHARS = 512 * 1024;
const MAX_UNUSABLE_TOLD = 64;
const MAX_REASON_CHARS = 300;
/** Tools that are read before others have their turn: with the largest parameters they take some milliseconds. */
const TOOLS_AT_A_TIME = 8;

/**
 * Sorts the tools that a server lists into those an agent can be given, and those it cannot, each with the reason. Calls go on
 * meanwhile, however many there are.
 */
export async function offerOf(listed: readonly unknown[]): Promise<McpOffer> {
  const functions = new Map<string, McpFunction>();
  const unusable: UnusableFunction[] = [];
  let offeredChars = 0;
  for (const [index, tool] of listed.entries()) {
    if (index % TOOLS_AT_A_TIME === TOOLS_AT_A_TIME - 1) await setImmediate();
    const read = functionOf(tool);
    if ('reason' in read) unusable.push(read);
    else if (functions.has(read.name)) unusable.push({ name: read.name, reason: 'The server lists this name twice' });
    else if (functions.size >= MAX_FUNCTIONS)
      unusable.push({ name: read.name, reason: `Only ${String(MAX_FUNCTIONS)} tools of a server are listed` });
    else {
      offeredChars += JSON.stringify(read.parameters).length;
      if (offeredChars <= MAX_OFFERED_CHARS) functions.set(read.name, read);
      else unusable.push({ name: read.name, reason: 'The parameters of all tools together are too long to be listed' });
    }
  }
  const more = unusable.length - MAX_UNUSABLE_TOLD;
  const told =
    more > 0 ? [...unusable.slice(0, MAX_UNUSABLE_TOLD), { name: '', reason: `${String(more)} more` }] : unusable;
  return { functions: [...functions.values()], unusable: told };
}

function functionOf(tool: unknown): McpFunction | UnusableFunction {
  const { name, description, inputSchema = {} } = isRecord(tool) ? tool : {};
  if (typeof name !== 'string' || name === '') return { name: '', reason: 'It has no name' };
  const unusable = (reason: string): UnusableFunction => ({
    name: name.slice(0, MAX_REMOTE_NAME_CHARS),
    reason: reason.slice(0, MAX_REASON_CHARS),
  });
  if (name.length > MAX_REMOTE_NAME_CHARS)
    return unusable(`Its name is longer than ${String(MAX_REMOTE_NAME_CHARS)} characters`);
  const parameters = JsonSchemaSchema.safeParse(inputSchema);
  if (!parameters.success) return unusable(parameters.error.issues[0]?.message ?? 'Its parameters are no JSON Schema');
  const fault = schemaFaultOf(parameters.data);
  if (fault !== undefined) return unusable(schemaFaultLabel(fault));
  const words = typeof description === 'string' ? description.slice(0, MAX_DESCRIPTION_CHARS) : '';
  return { name, description: words, parameters: parameters.data };
}
