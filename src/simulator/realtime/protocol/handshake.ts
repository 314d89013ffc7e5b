import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { complaint, type Complaint } from './complaint';

const PATH = '/v1/realtime';
const KEY_PROTOCOL = 'openai-insecure-api-key.';

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

/** A parsed upgrade request, or the HTTP status that refuses it. `model` is null for a transcription session. */
export type Handshake =
  | { readonly model: string | null; readonly speaksBeta: boolean }
  | { readonly status: 400 | 401 | 404; readonly error: Complaint };

function refusal(status: 400 | 404, code: string, message: string, param: string | null = null): Handshake {
  return { status, error: { type: 'invalid_request_error', code, message, param } };
}

/** Parses an upgrade request. With `keys` undefined any non-empty bearer key is accepted. */
export function readHandshake(request: IncomingMessage, keys: readonly string[] | undefined): Handshake {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  if (path !== PATH) return refusal(404, 'not_found', `Invalid URL (GET ${path})`);
  const refused = keyRefusal(request, keys);
  if (refused) return { status: 401, error: refused };
  const params = new URLSearchParams(query);
  const model = params.get('model');
  const intent = params.get('intent');
  if (params.has('call_id')) {
    return refusal(400, 'invalid_value', 'The simulator has no calls to attach to.', 'call_id');
  }
  if (intent !== null && (intent !== 'transcription' || model !== null)) {
    return refusal(400, 'invalid_value', 'Exactly one of model and intent=transcription is needed.', 'intent');
  }
  const speaksBeta = String(request.headers['openai-beta'] ?? '').includes('realtime=v1');
  if (intent !== null) return { model: null, speaksBeta };
  if (!model) return refusal(400, 'missing_required_parameter', "Missing required parameter: 'model'.", 'model');
  return { model, speaksBeta };
}

/** Checks a request's API key; returns the refusal, if any. With `keys` undefined any non-empty key is accepted. */
export function keyRefusal(request: IncomingMessage, keys: readonly string[] | undefined): Complaint | undefined {
  const key = keyOf(request);
  if (key === undefined || key === '') {
    return complaint('missing_api_key', 'You did not provide an API key in an Authorization header.');
  }
  return keys && !keys.includes(key) ? complaint('invalid_api_key', 'Incorrect API key provided.') : undefined;
}

function keyOf(request: IncomingMessage): string | undefined {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.find((name) => name.startsWith(KEY_PROTOCOL))?.slice(KEY_PROTOCOL.length);
}

/** Answers an upgrade with an HTTP error and a JSON body. */
export function refuseUpgrade(socket: Duplex, status: number, error: Complaint): void {
  const body = JSON.stringify({ error });
  socket.end(
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Error'}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
