import { assertNever } from '../../shared/std/assert-never';
import type { ModelFailure } from '../../shared/call/events/call';
import type { SocketEnd } from './model-socket';

/** Close codes that say more than that the socket is gone. 4000 is the beta protocol, which is shut down. */
const CLOSE_FAILURES: ReadonlyMap<number, ModelFailure> = new Map([
  [1001, 'expired'],
  [4000, 'misconfigured'],
]);

/** Maps the end of a socket to a failure of the call. `wasReady`: the session had been confirmed. */
export function endFailure(end: SocketEnd, wasReady: boolean): { failure: ModelFailure; detail: string } {
  const gone = wasReady ? 'lost' : 'unreachable';
  switch (end.how) {
    case 'refused':
      return { failure: refusal(end.status), detail: `The model service answered HTTP ${String(end.status)}` };
    case 'closed': {
      const said = CLOSE_FAILURES.get(end.code) ?? gone;
      return {
        failure: said === 'expired' ? (wasReady ? 'expired' : 'unreachable') : said,
        detail: `The model service closed the connection (${String(end.code)})`,
      };
    }
    case 'failed':
      return { failure: gone, detail: `The connection to the model service failed (${end.code.slice(0, 80)})` };
    case 'silent':
      return { failure: gone, detail: 'The model service stopped answering' };
    case 'slow':
      return { failure: gone, detail: 'The model service reads too slowly' };
    default:
      return assertNever(end);
  }
}

/**
 * Classifies an HTTP refusal. A wrong key, missing access or an unknown model will not change by itself; anything else may
 * pass.
 */
function refusal(status: number): ModelFailure {
  return status === 401 || status === 403 || status === 404 ? 'refused' : 'unreachable';
}
