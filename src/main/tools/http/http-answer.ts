import type { HttpTool } from '../../../shared/tool/tool';
import { ToolError } from '../tool-error';

/** Longest answer the model gets unless the tool says otherwise; characters. */
const DEFAULT_ANSWER_CHARS = 16_000;

/**
 * The part of a service's answer that the model gets: the whole text, or the parts the tool picks.
 * @throws ToolError
 */
export function answerFor(tool: Pick<HttpTool, 'pick' | 'maxAnswerChars'>, text: string): string {
  const output = tool.pick === undefined ? text : picked(tool.pick, jsonOf(text));
  const limit = tool.maxAnswerChars ?? DEFAULT_ANSWER_CHARS;
  if (output.length > limit)
    throw new ToolError(
      'too-large',
      `The answer has ${String(output.length)} characters, ${String(limit)} are allowed`,
    );
  return output;
}

function picked(rows: NonNullable<HttpTool['pick']>, value: unknown): string {
  const [first] = rows;
  if (rows.length === 1 && first?.as === '') return asText(pointedAt(value, first.from));
  return JSON.stringify(
    Object.fromEntries(rows.map(({ as, from }) => [nameOf(as, from), pointedAt(value, from) ?? null])),
  );
}

/** Returns a string as it is and everything else as JSON, so that text is not quoted twice. */
function asText(value: unknown): string {
  if (value === undefined) throw new ToolError('failed', 'The answer of the service lacks the part that is asked for');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function nameOf(as: string, from: string): string {
  const last = from.split('/').at(-1) ?? '';
  return as === '' ? last.replaceAll('~1', '/').replaceAll('~0', '~') : as;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ToolError('failed', 'The service did not answer with JSON');
  }
}

/** Resolves a JSON pointer (RFC 6901); undefined when it leads to nothing. */
function pointedAt(value: unknown, pointer: string): unknown {
  let at = value;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}
