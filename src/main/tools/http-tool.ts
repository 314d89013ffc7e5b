import { lookup } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { ToolFailure } from '../../shared/call/events';
import type { Clock, ToolOutcome } from '../ports';
import { AnswerError, readText } from './bounded-text';
import { checkedLookup, INTERNAL_ADDRESS, type Resolve } from './checked-lookup';
import { ArgumentsError, httpRequest, type HttpRequest } from './http-request';
import type { ToolExecutor } from './tool-runner';

/** A caller waits in silence meanwhile. */
const DEADLINE_MS = 10_000;
const MAX_ANSWER_BYTES = 256 * 1024;

interface HttpToolParts {
  readonly clock: Pick<Clock, 'after'>;
  /** Names to addresses; the system's own resolver when absent. */
  readonly resolve?: Resolve;
}

/**
 * Asks the tool's address, and no other: no redirects, no proxy, no address inside the operator's network unless the
 * tool's URL names that host itself. The answer's text reaches the model as it is.
 */
export function createHttpTool(parts: HttpToolParts): ToolExecutor<'http'> {
  const checked = checkedLookup(parts.resolve ?? systemResolve);
  return async (tool, argumentsJson, signal) => {
    const own = new AbortController();
    const abort = (): void => own.abort();
    signal.addEventListener('abort', abort);
    const stopDeadline = parts.clock.after(Math.min(tool.timeoutMs, DEADLINE_MS), abort);
    try {
      if (signal.aborted) abort();
      const output = await ask(httpRequest(tool, argumentsJson), checked, own.signal);
      return { ok: true, output };
    } catch (error) {
      return own.signal.aborted ? failed('timed-out', 'The service did not answer in time') : classified(error);
    } finally {
      stopDeadline();
      signal.removeEventListener('abort', abort);
    }
  };
}

async function ask(request: HttpRequest, checked: LookupFunction, signal: AbortSignal): Promise<string> {
  const response = await send(request, checked, signal);
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return readText(response, MAX_ANSWER_BYTES);
  response.destroy();
  const isRedirect = status >= 300 && status < 400;
  throw new AnswerError(
    'failed',
    `The service answered HTTP ${String(status)}${isRedirect ? '; redirects are not followed' : ''}`,
  );
}

function send(request: HttpRequest, checked: LookupFunction, signal: AbortSignal): Promise<http.IncomingMessage> {
  const { url, method, body } = request;
  const client = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sent = client.request(
      url,
      {
        method,
        signal,
        /** One connection a request: a pooled one would skip the check of where the name leads now. */
        agent: new client.Agent({ keepAlive: false }),
        ...(namesThisMachine(url) ? {} : { lookup: checked }),
        headers: {
          accept: 'application/json, text/*;q=0.9, */*;q=0.1',
          'accept-encoding': 'gzip, deflate, br',
          'user-agent': 'Switchboard',
          ...(body === null
            ? {}
            : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
        },
      },
      resolve,
    );
    sent.on('error', reject);
    sent.end(body ?? undefined);
  });
}

/** `localhost` says as plainly as 127.0.0.1 which machine is meant. IP literals never reach a lookup. */
function namesThisMachine(url: URL): boolean {
  return url.hostname === 'localhost';
}

function systemResolve(hostname: string, done: Parameters<Resolve>[1]): void {
  lookup(hostname, { all: true }, done);
}

const NETWORK_FAILURES: Readonly<Record<string, string>> = {
  [INTERNAL_ADDRESS]: 'The name of the service leads inside this network',
  ENOTFOUND: 'The name of the service is not known',
  EAI_AGAIN: 'The name of the service could not be looked up',
  ECONNREFUSED: 'The service refused the connection',
  ECONNRESET: 'The service broke the connection',
  EPIPE: 'The service broke the connection',
  EHOSTUNREACH: 'The service cannot be reached from here',
  ENETUNREACH: 'The service cannot be reached from here',
  EPROTO: 'The service does not speak HTTPS',
  ETIMEDOUT: 'The service did not answer in time',
};

/** A failure without its address or credentials: messages of network errors carry both. */
function classified(error: unknown): ToolOutcome {
  if (error instanceof ArgumentsError) return failed('bad-arguments', error.message);
  if (error instanceof AnswerError) return failed(error.failure, error.message);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === INTERNAL_ADDRESS) return failed('refused', NETWORK_FAILURES[code] ?? '');
  return failed('failed', NETWORK_FAILURES[code] ?? otherFailure(code));
}

function otherFailure(code: string): string {
  if (/CERT|TLS|SSL|SIGNATURE/.test(code)) return 'The service could not prove who it is';
  if (code.startsWith('HPE_')) return 'The service does not speak HTTP';
  if (code.startsWith('Z_') || code.startsWith('ERR__')) return 'The answer of the service is damaged';
  return 'The service could not be asked';
}

function failed(failure: ToolFailure, detail: string): ToolOutcome {
  return { ok: false, failure, detail };
}
