import type { IncomingMessage } from 'node:http';
import { backoffMs, type Backoff } from '../../../shared/std/backoff';
import { deadlineSignal, pause } from '../../../shared/std/deadline';
import { REPEATABLE_METHODS, type HttpTool } from '../../../shared/tool/tool';
import { originOf } from '../../../shared/tool/web-address';
import type { Clock } from '../../ports/ports';
import type { ReadToolSecret } from '../../ports/ports-keys';
import { readText } from '../bounded-text';
import { parseArguments } from '../check/call-arguments';
import { SecretsInUse } from '../secrets-in-use';
import { failed, isPassing, outcomeOfError, ToolError } from '../tool-error';
import type { ToolExecutor } from '../tool-runner';
import type { SendRequest, ToolRequest } from './guarded-request';
import { answerFor } from './http-answer';
import { httpRequest } from './http-request';

/** Longest time for a request, in ms. The caller waits in silence meanwhile. */
export const DEADLINE_MS = 10_000;
export const MAX_ANSWER_BYTES = 256 * 1024;
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
      const request = httpRequest(tool, args, (name) => secrets.of(name));
      for (let attempt = 0; ; attempt++) {
        say(`${request.method} ${secrets.redacted(request.url.href)}`);
        const answer = await ask(request, send, limit.signal).catch((error: unknown) => error);
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

/** A refusal by the service. Its HTTP status tells whether the next attempt may succeed. */
class Refusal extends ToolError {
  constructor(readonly status: number) {
    const isRedirect = status >= 300 && status < 400;
    super('failed', `The service answered HTTP ${String(status)}${isRedirect ? '; redirects are not followed' : ''}`);
  }
}

async function ask(request: ToolRequest, send: SendRequest, signal: AbortSignal): Promise<string> {
  const response = await send(request, signal);
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return readText(response, MAX_ANSWER_BYTES);
  letGo(response);
  throw new Refusal(status);
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
