import type { ReachFailure } from '../../shared/line/reach-failure';
import type { Clock } from '../ports/ports';
import type { ReachProof } from '../ports/ports-lines';

const PROOF_TIMEOUT_MS = 8000;
/** Larger than all offered nonces together. */
const MAX_ANSWER_BYTES = 4096;

export interface ReachabilityParts {
  /** Creates a fresh nonce, which the public listener then lists at `/healthz`. */
  readonly offerNonce: () => string;
  readonly clock: Clock;
}

const FAILURE_OF_CODE: Readonly<Record<string, ReachFailure>> = {
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EAI_NODATA: 'unknown-host',
  ECONNREFUSED: 'nobody-listens',
  EHOSTUNREACH: 'nobody-listens',
  ENETUNREACH: 'no-connection',
  ETIMEDOUT: 'timed-out',
  UND_ERR_CONNECT_TIMEOUT: 'timed-out',
  UND_ERR_HEADERS_TIMEOUT: 'timed-out',
};

/** Error codes of an answer that is not HTTP. */
const NOT_HTTP = /^HPE_/;
/** Error codes of a certificate or handshake that the carrier would refuse as well. */
const NOT_TRUSTED = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH)/;

/** Creates the probe of our public address, which takes the same way as a caller's webhook. Never rejects. */
export function createReachability({ offerNonce, clock }: ReachabilityParts): (base: URL) => Promise<ReachProof> {
  return async (base) => {
    const giveUp = new AbortController();
    const cancel = clock.after(PROOF_TIMEOUT_MS, () => giveUp.abort());
    try {
      return await ask(healthUrl(base), offerNonce(), giveUp.signal);
    } catch (error) {
      return giveUp.signal.aborted ? { ok: false, failure: 'timed-out' } : failureOf(error);
    } finally {
      cancel();
      giveUp.abort();
    }
  };
}

async function ask(url: string, nonce: string, signal: AbortSignal): Promise<ReachProof> {
  const response = await fetch(url, {
    redirect: 'manual',
    // A connection of its own: one that is still open from before would lead here when no new one does.
    headers: { 'ngrok-skip-browser-warning': '1', accept: 'text/plain', connection: 'close' },
    signal,
  });
  const tunnelCode = /ERR_NGROK_\d+/.exec(response.headers.get('ngrok-error-code') ?? '')?.[0];
  if (tunnelCode !== undefined) return { ok: false, failure: 'tunnel-error', code: tunnelCode };
  if (response.status !== 200) return { ok: false, failure: 'other-answer', code: `HTTP ${response.status}` };
  const text = await firstBytes(response);
  return text.split('\n').includes(nonce) ? { ok: true } : { ok: false, failure: 'other-answer' };
}

async function firstBytes(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    text += decoder.decode(chunk, { stream: true });
    if (bytes > MAX_ANSWER_BYTES) break;
  }
  return text;
}

function healthUrl(base: URL): string {
  return `${base.protocol}//${base.host}${base.pathname.replace(/\/+$/, '')}/healthz`;
}

function failureOf(error: unknown): ReachProof {
  const code = codeOf(error);
  if (code === undefined) return { ok: false, failure: 'no-connection' };
  return { ok: false, failure: FAILURE_OF_CODE[code] ?? kindOf(code), code };
}

function kindOf(code: string): ReachFailure {
  if (NOT_TRUSTED.test(code)) return 'not-trusted';
  return NOT_HTTP.test(code) ? 'other-answer' : 'no-connection';
}

/** The system's error code: of the error itself or of its cause; of several attempts, that of the first. */
function codeOf(error: unknown): string | undefined {
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 4; depth += 1) {
    if ('code' in each && typeof each.code === 'string') return each.code;
    each = each instanceof AggregateError ? each.errors[0] : each.cause;
  }
  return undefined;
}
