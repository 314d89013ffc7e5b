import { fillJson, textOf } from '../../../shared/tool/template';
import type { HttpBody, HttpTool, TemplateRow } from '../../../shared/tool/tool';
import { originOf } from '../../../shared/tool/web-address';
import type { CallArguments } from '../check/call-arguments';
import { Filler, wellFormed } from '../filler';
import type { SecretsInUse } from '../secrets-in-use';
import { ToolError } from '../tool-error';
import type { ToolRequest } from './guarded-request';

type Pair = readonly [name: string, value: string];

interface Body {
  readonly text: string | null;
  readonly type: string;
}

const NO_BODY: Body = { text: null, type: '' };

/**
 * Builds the request for one call of an http tool. Arguments and secrets are encoded for their place, so none can become a path
 * segment, a header or a field of its own.
 * @throws ToolError
 */
export function httpRequest(tool: HttpTool, args: CallArguments, secrets: Pick<SecretsInUse, 'of'>): ToolRequest {
  const filler = new Filler(args, secrets);
  const url = addressOf(tool, filler);
  const headers = headersOf(tool.headers ?? [], filler);
  const body = bodyOf(tool, args, filler);
  const query = tool.query === undefined ? unusedOf(tool, filler, url) : filler.rows(tool.query);
  for (const [name, value] of query) url.searchParams.append(name, value);
  return {
    url,
    method: tool.method,
    headers: {
      accept: 'application/json, text/*;q=0.9, */*;q=0.1',
      'accept-encoding': 'gzip, deflate, br',
      ...(body.text === null ? {} : { 'content-type': body.type }),
      ...headers,
    },
    body: body.text,
    allowsLocal: tool.allowsLocal ?? false,
  };
}

/** Fills the placeholders of the address, each as one path segment or one query value. */
function addressOf(tool: HttpTool, filler: Filler): URL {
  const [path = '', ...query] = tool.url.split('?');
  const filled = filler.fill(path, (text, placeholder) => {
    if (text === '' && placeholder.kind === 'argument')
      throw new ToolError('bad-arguments', `The argument ${placeholder.path} is missing`);
    return encodeURIComponent(text);
  });
  if (/\/(?:\.|%2e){1,2}(?:\/|$)/i.test(filled))
    throw new ToolError('bad-arguments', 'An argument would lead to another part of the service');
  const rest = query.length === 0 ? '' : `?${filler.fill(query.join('?'), (text) => encodeURIComponent(text))}`;
  const url = new URL(filled + rest);
  if (url.origin !== originOf(tool.url)) throw new ToolError('failed', 'The address of the tool is not understood');
  return url;
}

function headersOf(rows: readonly TemplateRow[], filler: Filler): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of filler.rows(rows)) {
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      throw new ToolError('bad-arguments', `The header ${name} cannot carry these characters`);
    headers[name.toLowerCase()] = value.trim();
  }
  return headers;
}

function bodyOf(tool: HttpTool, args: CallArguments, filler: Filler): Body {
  if (tool.body !== undefined) return written(tool.body, filler);
  if (tool.method === 'GET' || tool.method === 'DELETE') return NO_BODY;
  return { text: JSON.stringify(args), type: 'application/json' };
}

function written(body: HttpBody, filler: Filler): Body {
  switch (body.as) {
    case 'json':
      return { text: fillJson(body.text, (piece) => filler.valueOf(piece)), type: 'application/json' };
    case 'form':
      return {
        text: new URLSearchParams(filler.rows(body.fields)).toString(),
        type: 'application/x-www-form-urlencoded',
      };
    case 'text':
      return { text: filler.fill(body.text, (text) => text), type: 'text/plain; charset=utf-8' };
  }
}

/** Query pairs of the arguments no template used, by their own names. None may override a fixed part of the address. */
function unusedOf(tool: HttpTool, filler: Filler, url: URL): readonly Pair[] {
  if (tool.method !== 'GET' && tool.method !== 'DELETE') return [];
  const fixed = new Set(url.searchParams.keys());
  const pairs: Pair[] = [];
  for (const [name, value] of filler.unused()) {
    if (fixed.has(name))
      throw new ToolError('bad-arguments', 'An argument has the name of a fixed part of the address');
    for (const each of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (each !== null) pairs.push([name, wellFormed(textOf(each))]);
    }
  }
  return pairs;
}
