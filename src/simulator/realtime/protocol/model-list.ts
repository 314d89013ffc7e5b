import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Complaint } from './complaint';
import { keyRefusal } from './handshake';

const PATH = '/v1/models';
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
export type ModelListFault = 'quota' | 'rate-limit' | 'missing-scope' | 'country' | 'server-error' | 'html' | 'hangs';

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
  if (path !== PATH || method !== 'GET') {
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
