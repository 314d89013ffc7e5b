import type { CallLog, WebhookRecord } from '../call-log';
import type { CallRecord } from '../call-record';
import type { CallRequests } from './call-requests';
import type { FormParams } from './signature';
import type { DocumentSource, FetchedDocument } from './twiml-runner';

/** Fallback URL of a document whose first URL gave none. */
export interface Fallback {
  readonly url: string;
  readonly method: 'GET' | 'POST';
}

/** Fetches the TwiML documents of one leg. */
export class CallDocuments {
  readonly #record: CallRecord;
  readonly #requests: CallRequests;
  readonly #log: CallLog;
  readonly #fallback: Fallback | undefined;
  #fallbackLeft: boolean;

  constructor(record: CallRecord, requests: CallRequests, log: CallLog, fallback: Fallback | undefined) {
    this.#record = record;
    this.#requests = requests;
    this.#log = log;
    this.#fallback = fallback;
    this.#fallbackLeft = fallback !== undefined;
  }

  get hasFallback(): boolean {
    return this.#fallbackLeft;
  }

  /** Fetches a document; undefined if there is none or the leg was told to do something else. */
  async fetch(source: DocumentSource, isFallback: boolean, signal: AbortSignal): Promise<FetchedDocument | undefined> {
    if (isFallback) return this.#fetchFallback(signal);
    if ('twiml' in source) return { url: undefined, contentType: 'text/xml', body: source.twiml };
    const { url, method, kind, extra } = source;
    return this.#fetchFrom(kind, url, method, extra, signal);
  }

  #fetchFallback(signal: AbortSignal): Promise<FetchedDocument | undefined> {
    this.#fallbackLeft = false;
    const last = this.#log.codes.at(-1);
    const failed = this.#log.webhooks.at(-1);
    const extra = { ErrorCode: String(last?.code ?? 11200), ErrorUrl: failed?.url ?? '' };
    const { url, method } = this.#fallback ?? { url: '', method: 'POST' as const };
    return this.#fetchFrom('fallback', url, method, extra, signal);
  }

  async #fetchFrom(
    kind: WebhookRecord['kind'],
    url: string,
    method: 'GET' | 'POST',
    extra: FormParams,
    signal: AbortSignal,
  ): Promise<FetchedDocument | undefined> {
    const params = { ...this.#record.params(), ...extra };
    const reply = await Promise.race([this.#requests.ask({ kind, url, method, params }), aborted(signal)]);
    if (!reply) return undefined;
    if (reply.code !== undefined) {
      this.#log.code(reply.code, `${kind} ${reply.status}`);
      return undefined;
    }
    return { url: reply.url, contentType: reply.contentType, body: reply.body };
  }
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
