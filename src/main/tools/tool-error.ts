import type { ToolFailure } from '../../shared/call/events/tool';
import { errorCode } from '../../shared/std/guards';
import type { ToolOutcome } from '../ports/ports-tools';

/** A tool cannot answer. Its message is fit for the model to read. */
export class ToolError extends Error {
  constructor(
    readonly failure: ToolFailure,
    message: string,
  ) {
    super(message);
  }
}

/** Error code of a name that leads where the tool may not go. */
export const INTERNAL_ADDRESS = 'ERR_INTERNAL_ADDRESS';

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

/** The outcome of a failed tool. */
export function failed(failure: ToolFailure, detail: string): ToolOutcome {
  return { ok: false, failure, detail };
}

/** Outcome of an error, without its address or credentials. Messages of network errors carry both. */
export function outcomeOfError(error: unknown): ToolOutcome {
  if (error instanceof ToolError) return failed(error.failure, error.message);
  const code = codeOf(error);
  if (code === INTERNAL_ADDRESS) return failed('refused', NETWORK_FAILURES[code] ?? '');
  return failed('failed', NETWORK_FAILURES[code] ?? otherFailure(code));
}

/** True when repeating the request may help: the network failed, not the request. */
export function isPassing(error: unknown): boolean {
  return ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'].includes(
    codeOf(error),
  );
}

/** Code of an error. When several addresses of one name failed, the first one's code counts. */
function codeOf(error: unknown): string {
  return errorCode(error instanceof AggregateError ? error.errors[0] : error) ?? '';
}

function otherFailure(code: string): string {
  if (/CERT|TLS|SSL|SIGNATURE/.test(code)) return 'The service could not prove who it is';
  if (code.startsWith('HPE_')) return 'The service does not speak HTTP';
  if (code.startsWith('Z_') || code.startsWith('ERR__')) return 'The answer of the service is damaged';
  return 'The service could not be asked';
}
