import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** A form of a webhook: parsed once, each key once. `base`: our own public address, never taken from a request. */
export interface PostedForm {
  readonly base: URL;
  readonly route: '/twiml' | '/status';
  /** Of the query, which is signed with the address: what this form is about. */
  readonly token: string | undefined;
  readonly signature: string | undefined;
  readonly fields: Readonly<Record<string, string>>;
}

/** A document, nothing, or a refusal whose `reason` is a code for the log. */
export type FormAnswer =
  | { readonly status: 200; readonly xml: string }
  | { readonly status: 204 }
  | { readonly status: 400 | 403 | 503; readonly reason: string };

/** An upgrade on `/call/<token>`. */
export interface StreamRequest {
  readonly base: URL;
  readonly token: string;
  readonly signature: string | undefined;
}

/** Admitted streams are opened as soon as the upgrade is done; `onStarted` says that one proved to be a call's. */
export type StreamVerdict =
  | { readonly admitted: true; open(socket: WebSocket, transport: Duplex, onStarted: () => void): void }
  | { readonly admitted: false; readonly status: 401 | 403 | 503; readonly reason: string };

/** Who stands behind the public listener and proves who speaks. Synchronous throughout. */
export interface PublicWebhooks {
  answer(form: PostedForm): FormAnswer;
  admit(request: StreamRequest): StreamVerdict;
}
