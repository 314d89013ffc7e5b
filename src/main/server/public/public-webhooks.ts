import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** A posted webhook form: parsed once, each key once. `base`: our own public address, never taken from a request. */
export interface PostedForm {
  readonly base: URL;
  readonly route: '/twiml' | '/status';
  /** Token from the query, which is signed with the address: tells what this form is about. */
  readonly token: string | undefined;
  readonly signature: string | undefined;
  readonly fields: Readonly<Record<string, string>>;
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
  readonly signature: string | undefined;
}

/**
 * Decision about a stream. An admitted one is opened right after the upgrade; `onStarted` reports that it proved to be
 * a call's.
 */
export type StreamVerdict =
  | { readonly admitted: true; open(socket: WebSocket, transport: Duplex, onStarted: () => void): void }
  | { readonly admitted: false; readonly status: 401 | 403 | 503; readonly reason: string };

/** Webhooks behind the public listener, which prove who speaks. Synchronous throughout. */
export interface PublicWebhooks {
  answer(form: PostedForm): FormAnswer;
  admit(request: StreamRequest): StreamVerdict;
}
