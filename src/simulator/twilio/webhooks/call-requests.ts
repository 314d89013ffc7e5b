import { callbackCode } from './call-callbacks';
import type { CallLog, WebhookRecord } from '../call-log';
import type { FormParams, SignatureMode } from './signature';
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
