/** Paths of the webhooks that the carrier calls. */
export type WebhookRoute = '/twiml' | '/status';

/** Fields of a form, each key once. */
export type FormFields = Readonly<Record<string, string>>;

/** Signature of a request, and the header that says with which key and hash it was made; each undefined when absent. */
export interface WebhookSignature {
  readonly value: string | undefined;
  readonly settings: string | undefined;
}

/** A posted webhook form: parsed once, each key once. `base`: our own public address, never taken from a request. */
export interface PostedForm {
  readonly base: URL;
  readonly route: WebhookRoute;
  /** Token of a leg, from the signed query; a form without one is about a call that came in. */
  readonly token: string | undefined;
  readonly signature: WebhookSignature;
  readonly fields: FormFields;
}

/** Answer to a form: a document, nothing, or a refusal. `reason` is a code for the log. */
export type FormAnswer =
  | { readonly status: 200; readonly xml: string }
  | { readonly status: 204 }
  | { readonly status: 400 | 403 | 503; readonly reason: string };

/** Upgrade request on `/call/<token>`. */
export interface StreamRequest {
  readonly base: URL;
  readonly token: string;
  readonly signature: WebhookSignature;
}

/**
 * Decision about a stream, taken before the upgrade. An admitted one has used up its token and is opened right after the
 * upgrade; `onStarted` reports that it proved to be a call's.
 */
export type StreamVerdict<Socket, Transport> =
  | { readonly admitted: true; open(socket: Socket, transport: Transport, onStarted: () => void): void }
  | { readonly admitted: false; readonly status: 401 | 403 | 503; readonly reason: string };

/** Webhooks behind the public listener, which guards the requests; these prove who speaks. Synchronous throughout. */
export interface PublicWebhooks<Socket, Transport> {
  answer(form: PostedForm): FormAnswer;
  admit(request: StreamRequest): StreamVerdict<Socket, Transport>;
}
