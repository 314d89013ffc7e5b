import type { IncomingMessage } from 'node:http';
import { backoffMs, type Backoff } from '../../../shared/std/backoff';
import { deadlineSignal, pause } from '../../../shared/std/deadline';
import { REPEATABLE_METHODS, type HttpTool } from '../../../shared/tool/tool';
import { originOf } from '../../../shared/tool/web-address';
import { parsedJson } from '../../../shared/std/guards';
import type { Clock } from '../../ports/ports';
import type { ReadToolSecret } from '../../ports/ports-keys';
import { readText } from '../bounded-text';
import { parseArguments } from '../check/call-arguments';
import { SecretsInUse } from '../secrets-in-use';
import { failed, isPassing, outcomeOfError, ToolError } from '../tool-error';
import { DEADLINE_MS, type ToolExecutor } from '../tool-runner';
import type { SendRequest, ToolRequest } from './guarded-request';
import { httpRequest } from './http-request';

/** Longest answer the model gets unless the tool says otherwise; characters. */
const DEFAULT_ANSWER_CHARS = 16_000;

const RETRY: Backoff = { firstMs: 250, longestMs: DEADLINE_MS };

/** Statuses of a service that is busy or restarting. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

interface HttpToolParts {
  readonly clock: Pick<Clock, 'after'>;
  readonly send: SendRequest;
  readonly readSecret: ReadToolSecret;
}

/** Creates the executor of http tools. It calls only the tool's own origin, because redirects are not followed. */
export function createHttpTool({ clock, send, readSecret }: HttpToolParts): ToolExecutor<'http'> {
  return async ({ tool, argumentsJson, signal, say }) => {
    const limit = deadlineSignal(clock, Math.min(tool.timeoutMs, DEADLINE_MS), signal);
    const secrets = new SecretsInUse(readSecret, originOf(tool.url) ?? '');
    try {
      const args = parseArguments(argumentsJson);
      const request = httpRequest(tool, args, secrets);
      for (let attempt = 0; ; attempt++) {
        say(`${request.method} ${secrets.redacted(request.url.href)}`);
        const answer = await ask(request, send, limit.signal).catch((error: unknown) =>
          error instanceof Refusal ? error.told(secrets) : error,
        );
        if (typeof answer === 'string') return { ok: true, output: answerFor(tool, secrets.redacted(answer)) };
        if (limit.signal.aborted || attempt >= retriesOf(tool) || !mayPass(answer)) throw answer;
        say(outcomeSentence(answer));
        await pause(clock, backoffMs(RETRY, attempt + 1), limit.signal);
        limit.signal.throwIfAborted();
      }
    } catch (error) {
      return limit.signal.aborted ? failed('timed-out', 'The service did not answer in time') : outcomeOfError(error);
    } finally {
      limit.stop();
    }
  };
}

/** Longest part of a refusal's text that the model reads: what is wrong, and with which argument. */
const MAX_REASON_CHARS = 400;

/** A refusal by the service. Its HTTP status tells whether the next attempt may succeed. */
class Refusal extends ToolError {
  /** `said`: the service's own words, which the model may correct its arguments by. */
  constructor(
    readonly status: number,
    readonly said = '',
  ) {
    const isRedirect = status >= 300 && status < 400;
    const why = isRedirect ? '; redirects are not followed' : said === '' ? '' : `: ${said}`;
    super('failed', `The service answered HTTP ${String(status)}${why}`);
  }

  /** The same refusal without secrets, cut afterwards, so that no part of one is left at the end. */
  told(secrets: SecretsInUse): Refusal {
    return new Refusal(
      this.status,
      secrets.redacted(this.said).replaceAll(/\s+/g, ' ').trim().slice(0, MAX_REASON_CHARS),
    );
  }
}

async function ask(request: ToolRequest, send: SendRequest, signal: AbortSignal): Promise<string> {
  const response = await send(request, signal);
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return readText(response);
  if (status >= 400 && status < 500 && isText(response)) throw new Refusal(status, await refusalText(response));
  letGo(response);
  throw new Refusal(status);
}

/** Text of a refusal; empty when it is too large, damaged or not there. */
async function refusalText(response: IncomingMessage): Promise<string> {
  return readText(response).catch(() => '');
}

/** True for an answer that is meant to be read as it is. A page for a browser says little to a model. */
function isText({ headers }: IncomingMessage): boolean {
  const type = headers['content-type']?.toLowerCase() ?? '';
  return type === '' || type.startsWith('text/plain') || /\bjson\b/.test(type);
}

function letGo(response: IncomingMessage): void {
  response.on('error', () => undefined).destroy();
}

function retriesOf(tool: HttpTool): number {
  return REPEATABLE_METHODS.has(tool.method) ? (tool.retries ?? 0) : 0;
}

function mayPass(error: unknown): boolean {
  return error instanceof Refusal ? PASSING_STATUSES.has(error.status) : isPassing(error);
}

function outcomeSentence(error: unknown): string {
  const outcome = outcomeOfError(error);
  return outcome.ok ? '' : `${outcome.detail}; asked once more`;
}

/**
 * The part of a service's answer that the model gets: the whole text, or the parts the tool picks.
 * @throws ToolError
 */
function answerFor(tool: Pick<HttpTool, 'pick' | 'maxAnswerChars'>, text: string): string {
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
  const value = parsedJson(text);
  if (value === undefined) throw new ToolError('failed', 'The service did not answer with JSON');
  return value;
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
