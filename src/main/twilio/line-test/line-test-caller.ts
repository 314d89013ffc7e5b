import { randomBytes } from 'node:crypto';
import twilio from 'twilio';
import { LINE_TEST_CALLER, type LineTestFailure, type LineTestProblem } from '../../../shared/line/line-test';
import type { Clock, Secrets } from '../../ports/ports';
import type { LineTestAnswerer, LineTestCaller, LineTestOrder } from '../../ports/ports-lines';
import { isUsableToken, streamUrl, webhookUrl } from '../webhooks/public-urls';
import { LineTestStream } from './line-test-stream';

/** Twilio's own time limit for a webhook. */
const WEBHOOK_LIMIT_MS = 15_000;
/** Larger than any of our documents; bytes. */
const MAX_DOCUMENT_BYTES = 16_384;
const STREAM_IN_DOCUMENT = /<Stream\s[^>]*?\burl="([^"]{1,2048})"/;
const TOKEN_AT_END = /\/call\/([A-Za-z0-9_-]{43})$/;
const TUNNEL_CODE = /^ERR_NGROK_\d+$/;

export interface LineTestCallerParts {
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly answerer: Pick<LineTestAnswerer, 'expect'>;
}

interface Keys {
  readonly accountSid: string;
  readonly authToken: string;
}

type Found = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly failure: LineTestFailure };

/**
 * Plays Twilio for one call to our number. It posts the signed webhook to the public address, opens the stream in the
 * answer and speaks Twilio's wire on it. The test passes once each side was heard on the other. Its signatures hold for
 * no real call.
 */
export function createLineTestCaller({ secrets, clock, answerer }: LineTestCallerParts): LineTestCaller {
  return {
    call: async (order) => {
      const keys = secrets.twilio();
      if (!keys || !isUsableToken(keys.authToken)) return { ok: false, failure: { of: 'line', problem: 'no-keys' } };
      const callSid = `CA${randomBytes(16).toString('hex')}`;
      let stream: LineTestStream | undefined;
      const forget = answerer.expect(callSid, () => stream?.wasHeard());
      try {
        order.onStep('webhook');
        const found = await askWebhook(order, keys, callSid, clock);
        if (!found.ok) return found;
        order.onStep('stream');
        stream = new LineTestStream({
          url: found.url,
          signature: twilio.getExpectedTwilioSignature(keys.authToken, found.url, {}),
          callSid,
          accountSid: keys.accountSid,
          clock,
          signal: order.signal,
          onOpen: () => order.onStep('audio'),
        });
        return await stream.run();
      } finally {
        forget();
      }
    },
  };
}

async function askWebhook(order: LineTestOrder, keys: Keys, callSid: string, clock: Clock): Promise<Found> {
  const late = new AbortController();
  const cancel = clock.after(WEBHOOK_LIMIT_MS, () => late.abort());
  const hangUp = (): void => late.abort();
  order.signal.addEventListener('abort', hangUp);
  if (order.signal.aborted) hangUp();
  try {
    return await post(order, keys, callSid, late.signal);
  } catch (error) {
    if (order.signal.aborted) return { ok: false, failure: { of: 'line', problem: 'cancelled' } };
    return late.signal.aborted ? failed('webhook-timed-out') : failed('webhook-broke', codeOf(error));
  } finally {
    cancel();
    order.signal.removeEventListener('abort', hangUp);
    late.abort();
  }
}

async function post(order: LineTestOrder, keys: Keys, callSid: string, signal: AbortSignal): Promise<Found> {
  const url = webhookUrl(order.base, '/twiml');
  const fields = {
    AccountSid: keys.accountSid,
    ApiVersion: '2010-04-01',
    CallSid: callSid,
    CallStatus: 'ringing',
    Direction: 'inbound',
    From: LINE_TEST_CALLER,
    To: order.number,
  };
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      connection: 'close',
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': twilio.getExpectedTwilioSignature(keys.authToken, url, fields),
    },
    body: new URLSearchParams(fields).toString(),
    signal,
  });
  const tunnelCode = response.headers.get('ngrok-error-code') ?? '';
  if (TUNNEL_CODE.test(tunnelCode)) return failed('webhook-refused', tunnelCode);
  if (response.status === 403) return failed('webhook-unsigned', 'HTTP 403');
  if (response.status !== 200) return failed('webhook-refused', `HTTP ${String(response.status)}`);
  const stream = (STREAM_IN_DOCUMENT.exec(await firstBytes(response))?.[1] ?? '').replaceAll('&amp;', '&');
  const token = TOKEN_AT_END.exec(stream)?.[1];
  const isOurs = token !== undefined && stream === streamUrl(order.base, token);
  return isOurs ? { ok: true, url: stream } : failed('webhook-not-understood');
}

async function firstBytes(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    text += decoder.decode(chunk, { stream: true });
    if (bytes > MAX_DOCUMENT_BYTES) break;
  }
  return text;
}

function failed(problem: LineTestProblem, code?: string): Found {
  return { ok: false, failure: { of: 'line-test', problem, ...(code !== undefined && { code }) } };
}

/** The system's error code, of the error itself or of its cause. */
function codeOf(error: unknown): string | undefined {
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 4; depth += 1) {
    if ('code' in each && typeof each.code === 'string') return each.code.slice(0, 64);
    each = each.cause;
  }
  return undefined;
}
