import { CarrierError, type CarrierFailure } from '../../shared/line/carrier-failure';
import type { LineProblem } from '../../shared/line/line-problem';
import type { ReachFailure } from '../../shared/line/reach-failure';

/** Problem of a line. `code`: the carrier's or the tunnel's own, to look up. */
export class LineError extends Error {
  override readonly name = 'LineError';

  constructor(
    readonly problem: LineProblem,
    readonly code?: string,
  ) {
    super(code === undefined ? problem : `${problem} (${code})`);
  }
}

const PROBLEM_OF_CARRIER: Readonly<Record<CarrierFailure, LineProblem>> = {
  'no-keys': 'no-keys',
  'keys-refused': 'keys-refused',
  'account-not-active': 'account-not-active',
  'not-permitted': 'not-permitted',
  'too-many-requests': 'too-many-requests',
  'call-is-over': 'unexpected',
  'not-found': 'no-such-number',
  'address-refused': 'address-refused',
  'no-public-address': 'no-public-address',
  'to-not-verified': 'carrier-refused',
  'to-refused': 'carrier-refused',
  'from-refused': 'carrier-refused',
  'region-not-permitted': 'carrier-refused',
  unreachable: 'carrier-unreachable',
  'timed-out': 'carrier-timed-out',
  'not-understood': 'carrier-not-understood',
  refused: 'carrier-refused',
};

const PROBLEM_OF_REACH: Readonly<Record<ReachFailure, LineProblem>> = {
  'unknown-host': 'public-unknown-host',
  'nobody-listens': 'public-nobody-listens',
  'not-trusted': 'public-not-trusted',
  'timed-out': 'public-timed-out',
  'other-answer': 'public-other-answer',
  'tunnel-error': 'public-tunnel-error',
  'no-connection': 'public-no-connection',
};

/** Converts any error to a `LineError`. An unforeseen one becomes `unexpected`, with its name as the code. */
export function lineErrorOf(error: unknown): LineError {
  if (error instanceof LineError) return error;
  if (error instanceof CarrierError) {
    const code = error.vendorCode === undefined ? undefined : String(error.vendorCode);
    return new LineError(PROBLEM_OF_CARRIER[error.failure], code);
  }
  return new LineError('unexpected', error instanceof Error ? error.name : typeof error);
}

/** Error of a public address that does not lead here. */
export function notReached(failure: ReachFailure, code?: string): LineError {
  return new LineError(PROBLEM_OF_REACH[failure], code);
}
