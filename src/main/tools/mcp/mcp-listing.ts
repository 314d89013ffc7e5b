import { isRecord } from '../../../shared/std/guards';
import { JsonSchemaSchema } from '../../../shared/tool/parameters';
import { schemaFaultLabel, schemaFaultOf } from '../../../shared/tool/schema/schema-check';
import { MAX_DESCRIPTION_CHARS, MAX_REMOTE_NAME_CHARS, type McpFunction } from '../../../shared/tool/tool';
import type { McpOffer, UnusableFunction } from '../../ports/ports-tools';

const MAX_FUNCTIONS = 256;
const MAX_UNUSABLE_TOLD = 64;
const MAX_REASON_CHARS = 300;

/** Sorts the tools that a server lists into those an agent can be given, and those it cannot, each with the reason. */
export function offerOf(listed: readonly unknown[]): McpOffer {
  const functions = new Map<string, McpFunction>();
  const unusable: UnusableFunction[] = [];
  for (const tool of listed) {
    const read = functionOf(tool);
    if ('reason' in read) unusable.push(read);
    else if (functions.has(read.name)) unusable.push({ name: read.name, reason: 'The server lists this name twice' });
    else if (functions.size >= MAX_FUNCTIONS)
      unusable.push({ name: read.name, reason: `Only ${String(MAX_FUNCTIONS)} tools of a server are listed` });
    else functions.set(read.name, read);
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
