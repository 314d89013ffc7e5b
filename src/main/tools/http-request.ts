import { z } from 'zod';
import type { Tool } from '../../shared/tool/tool';

type HttpTool = Extract<Tool, { kind: 'http' }>;

const MAX_URL_CHARS = 8192;

/** What goes on the wire for one tool call; `body` is JSON. */
export interface HttpRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly body: string | null;
}

/** The model's arguments do not fit the tool; the message is fit for the model to read. */
export class ArgumentsError extends Error {}

const Arguments = z.record(z.string(), z.json());

/**
 * Puts the arguments into the query (GET) or the JSON body (POST) of the tool's own address. What the address fixes
 * stays fixed: an argument of the same name is refused.
 * @throws ArgumentsError
 */
export function httpRequest(tool: HttpTool, argumentsJson: string): HttpRequest {
  const url = new URL(tool.url);
  const values = parse(argumentsJson);
  if (tool.method === 'POST') return { url, method: 'POST', body: JSON.stringify(values) };
  const fixed = new Set(url.searchParams.keys());
  for (const [name, value] of Object.entries(values)) {
    if (fixed.has(name)) throw new ArgumentsError('An argument has the name of a fixed part of the address');
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== null) url.searchParams.append(name, typeof each === 'string' ? each : JSON.stringify(each));
    }
  }
  if (url.href.length > MAX_URL_CHARS) throw new ArgumentsError('The arguments are too long for an address');
  return { url, method: 'GET', body: null };
}

function parse(argumentsJson: string): z.infer<typeof Arguments> {
  try {
    return Arguments.parse(JSON.parse(argumentsJson));
  } catch {
    throw new ArgumentsError('The arguments are not a JSON object');
  }
}
