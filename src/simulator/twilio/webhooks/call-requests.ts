import type { CallLog, WebhookRecord } from '../call-log';
import type { CallRecord } from '../call-record';
import type { FormParams, SignatureMode } from './signature';
import type { Address, DocumentSource, FetchedDocument } from './twiml-runner';
import { sendWebhook, type WebhookReply, type WebhookSender } from './webhook';

/** One request about a call. */
export interface CallRequest {
  readonly kind: WebhookRecord['kind'];
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly params: FormParams;
}

/** Every request Twilio makes about one call: signed in the call's way, logged, and awaited at its end. */
export class CallRequests {
  readonly #sender: WebhookSender;
  readonly #log: CallLog;
  readonly #callMs: () => number;
  readonly #signature: SignatureMode;
  readonly #pending = new Set<Promise<unknown>>();

  constructor(sender: WebhookSender, log: CallLog, callMs: () => number, signature: SignatureMode) {
    this.#sender = sender;
    this.#log = log;
    this.#callMs = callMs;
    this.#signature = signature;
  }

  /** Requests a document. Never rejects. */
  ask(request: CallRequest): Promise<WebhookReply> {
    return this.#track(this.#send(request));
  }

  /** Sends a report without waiting; an answer Twilio would reject is logged. */
  report(request: CallRequest): void {
    const checked = this.#send(request).then((reply) => {
      const code = callbackCode(reply);
      if (code !== undefined) this.#log.code(code, `${request.kind} ${reply.status}`);
    });
    void this.#track(checked);
  }

  /** Resolves when every request is answered or failed. */
  async settle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  async #send({ kind, url, method, params }: CallRequest): Promise<WebhookReply> {
    const atMs = this.#callMs();
    const beganMs = this.#sender.clock.nowMs();
    const signature = this.#signature;
    const reply = await sendWebhook(this.#sender, { url, method, params, signature });
    const { status, code, body } = reply;
    const tookMs = this.#sender.clock.nowMs() - beganMs;
    this.#log.webhook({ kind, method, url, params, signature, atMs, tookMs, status, code, body });
    return reply;
  }

  #track<T>(request: Promise<T>): Promise<T> {
    this.#pending.add(request);
    void request.finally(() => this.#pending.delete(request));
    return request;
  }
}

/** Twilio's error code for the answer to a callback, if any: 15003, or the code of the failed request. */
function callbackCode(reply: WebhookReply): number | undefined {
  if (reply.code !== undefined) return reply.code;
  if (reply.status === 204) return undefined;
  return reply.status === 200 && ['text/xml', 'application/xml'].includes(reply.contentType) ? undefined : 15003;
}

/** Fetches the TwiML documents of one leg. `fallback`: address for when a document's first URL gave none. */
export class CallDocuments {
  readonly #record: CallRecord;
  readonly #requests: CallRequests;
  readonly #log: CallLog;
  readonly #fallback: Address | undefined;
  #fallbackLeft: boolean;

  constructor(record: CallRecord, requests: CallRequests, log: CallLog, fallback: Address | undefined) {
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
