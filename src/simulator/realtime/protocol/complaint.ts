/** A refused client event: the `error` object of the server's `error` event, without the client's event id. */
export interface Complaint {
  readonly type: 'invalid_request_error' | 'server_error';
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
}

/** Builds a refusal the client caused. `param` is the path of the offending field, if one is to blame. */
export function complaint(code: string, message: string, param: string | null = null): Complaint {
  return { type: 'invalid_request_error', code, message, param };
}

/** True for a refusal, false for a successful result. */
export function isComplaint(value: unknown): value is Complaint {
  return typeof value === 'object' && value !== null && 'code' in value && 'param' in value && 'message' in value;
}
