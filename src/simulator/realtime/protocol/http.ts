import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { complaint, type Complaint } from './complaint';

const REALTIME_PATH = '/v1/realtime';
const MODELS_PATH = '/v1/models';
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

function refused(status: 400 | 404, code: string, message: string, param: string | null = null): Handshake {
  return { status, error: { type: 'invalid_request_error', code, message, param } };
}

/** Parses an upgrade request. With `keys` undefined any non-empty bearer key is accepted. */
export function readHandshake(request: IncomingMessage, keys: readonly string[] | undefined): Handshake {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  if (path !== REALTIME_PATH) return refused(404, 'not_found', `Invalid URL (GET ${path})`);
  const keyFault = keyRefusal(request, keys);
  if (keyFault) return { status: 401, error: keyFault };
  const params = new URLSearchParams(query);
  const model = params.get('model');
  const intent = params.get('intent');
  if (params.has('call_id')) {
    return refused(400, 'invalid_value', 'The simulator has no calls to attach to.', 'call_id');
  }
  if (intent !== null && (intent !== 'transcription' || model !== null)) {
    return refused(400, 'invalid_value', 'Exactly one of model and intent=transcription is needed.', 'intent');
  }
  const speaksBeta = String(request.headers['openai-beta'] ?? '').includes('realtime=v1');
  if (intent !== null) return { model: null, speaksBeta };
  if (!model) return refused(400, 'missing_required_parameter', "Missing required parameter: 'model'.", 'model');
  return { model, speaksBeta };
}

/** Checks a request's API key; returns the refusal, if any. With `keys` undefined any non-empty key is accepted. */
function keyRefusal(request: IncomingMessage, keys: readonly string[] | undefined): Complaint | undefined {
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

/** Creation time of every model: 2026-01-01, in Unix seconds. */
const CREATED_S = 1_767_225_600;

/** Models listed by default: speech models among others. */
export const USUAL_MODELS: readonly string[] = [
  'gpt-realtime-2.1',
  'gpt-realtime-2.1-mini',
  'gpt-realtime-2',
  'gpt-realtime-1.5',
  'gpt-transcribe',
  'text-embedding-3-small',
];

/** Faults of the model list. `hangs` never answers. */
export type ModelListFault =
  'quota' | 'rate-limit' | 'missing-scope' | 'country' | 'region' | 'server-error' | 'html' | 'hangs';

const REFUSALS: Readonly<Record<Exclude<ModelListFault, 'html' | 'hangs'>, [number, string, string | null, string]>> = {
  quota: [429, 'insufficient_quota', 'insufficient_quota', 'You exceeded your current quota, please check your plan.'],
  'rate-limit': [429, 'requests', 'rate_limit_exceeded', 'Rate limit reached for requests.'],
  'missing-scope': [
    403,
    'invalid_request_error',
    null,
    'You have insufficient permissions for this operation. Missing scopes: api.model.read.',
  ],
  country: [
    403,
    'request_forbidden',
    'unsupported_country_region_territory',
    'Country, region, or territory not supported',
  ],
  region: [
    401,
    'invalid_request_error',
    'incorrect_hostname',
    'Attempted to access resource with incorrect regional hostname. Please make your request to eu.api.openai.com',
  ],
  'server-error': [500, 'server_error', null, 'The server had an error while processing your request.'],
};

export interface ModelListOptions {
  readonly keys: readonly string[] | undefined;
  readonly models: readonly string[];
  readonly fault: ModelListFault | undefined;
}

/** Answers plain HTTP requests: `GET /v1/models`, and 404 for anything else. */
export function answerModelList(request: IncomingMessage, response: ServerResponse, options: ModelListOptions): void {
  const { keys, models, fault } = options;
  const [path = ''] = (request.url ?? '').split('?', 1);
  const method = request.method ?? '';
  if (path !== MODELS_PATH || method !== 'GET') {
    refuse(response, 404, refusal('invalid_request_error', null, `Invalid URL (${method} ${path})`));
    return;
  }
  const refused = keyRefusal(request, keys);
  if (refused) {
    refuse(response, 401, refused);
    return;
  }
  if (fault === 'hangs') return;
  if (fault === 'html') {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Welcome to the hotel</html>');
    return;
  }
  if (fault !== undefined) {
    const [status, type, code, message] = REFUSALS[fault];
    refuse(response, status, refusal(type, code, message));
    return;
  }
  const data = models.map((id) => ({ id, object: 'model', created: CREATED_S, owned_by: 'system' }));
  send(response, 200, { object: 'list', data });
}

function refusal(type: string, code: string | null, message: string): object {
  return { type, code, message, param: null };
}

function refuse(response: ServerResponse, status: number, error: Complaint | object): void {
  send(response, status, { error });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
