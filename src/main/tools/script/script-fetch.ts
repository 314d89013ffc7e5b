import { z } from 'zod';
import { headerFault, HTTP_METHODS, type ScriptTool } from '../../../shared/tool/tool';
import { originOf } from '../../../shared/tool/web-address';
import type { ReadToolSecret } from '../../ports/ports-keys';
import { readText } from '../bounded-text';
import { Filler } from '../filler';
import type { SendRequest, ToolRequest } from '../http/guarded-request';
import { MAX_ANSWER_BYTES } from '../http/http-tool';
import { SecretsInUse } from '../secrets-in-use';
import { ToolError } from '../tool-error';
import type { ScriptFetch } from './script-messages';

const MAX_HEADERS = 32;
const MAX_BODY_CHARS = 65_536;

const Options = z.object({
  method: z.string().toUpperCase().pipe(z.enum(HTTP_METHODS)).default('GET'),
  headers: z
    .record(z.string(), z.string().max(4000))
    .refine((headers) => Object.keys(headers).length <= MAX_HEADERS)
    .default({}),
  body: z.string().max(MAX_BODY_CHARS).nullish(),
});

/** The requests of one run of a script. They go only to origins the tool lists, under the rules of every tool. */
export class ScriptFetches {
  private readonly secrets: SecretsInUse[] = [];

  constructor(
    private readonly tool: ScriptTool,
    private readonly send: SendRequest,
    private readonly readSecret: ReadToolSecret,
  ) {}

  /** The answer as JSON of its status, headers and text. @throws ToolError, or the network's error */
  async fetch(request: ScriptFetch, signal: AbortSignal): Promise<string> {
    const { url, ...rest } = this.allowed(request);
    const response = await this.send({ url, ...rest }, signal);
    const body = await readText(response, MAX_ANSWER_BYTES);
    const headers = Object.entries(response.headers).filter(([name]) => name !== 'set-cookie');
    return JSON.stringify({
      status: response.statusCode ?? 0,
      headers: Object.fromEntries(headers.map(([name, value]) => [name, this.redacted(String(value))])),
      body: this.redacted(body),
    });
  }

  /** The text with every secret that was sent masked. */
  redacted(text: string): string {
    return this.secrets.reduce((clean, secrets) => secrets.redacted(clean), text);
  }

  private allowed(request: ScriptFetch): ToolRequest {
    const url = parsed(request.url);
    const origins = new Set((this.tool.origins ?? []).map(originOf));
    if (url === undefined || !origins.has(url.origin))
      throw new ToolError('refused', `This script may not ask ${url?.origin ?? 'this address'}`);
    const options = Options.safeParse(jsonOf(request.options));
    if (!options.success) throw new ToolError('failed', 'The options of fetch are not understood');
    const { method, headers, body } = options.data;
    return {
      url,
      method,
      headers: this.filled(headers, url.origin),
      body: body ?? null,
      allowsLocal: this.tool.allowsLocal ?? false,
    };
  }

  private filled(headers: Readonly<Record<string, string>>, origin: string): Record<string, string> {
    const secrets = new SecretsInUse(this.readSecret, origin);
    this.secrets.push(secrets);
    const filler = new Filler({}, (name) => secrets.of(name));
    const filled: Record<string, string> = { 'accept-encoding': 'gzip, deflate, br' };
    for (const [name, value] of Object.entries(headers)) {
      const fault = headerFault(name);
      if (fault !== undefined) throw new ToolError('refused', `${name.slice(0, 64)}: ${fault}`);
      const text = filler.fill(value, (each) => each);
      if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(text))
        throw new ToolError('failed', `The header ${name} cannot carry this`);
      filled[name.toLowerCase()] = text;
    }
    return filled;
  }
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
