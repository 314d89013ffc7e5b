import { isLoopback, type AddressBook, type Route } from '../address-book';
import type { CallLog } from '../call-log';

/** The resolved address of a `<Stream url>`, or Twilio's code for why it cannot be reached. */
export type StreamAddress =
  | { readonly signedUrl: string; readonly connectUrl: string; readonly route: Route }
  | { readonly code: 31922 | 31923 | 31904 };

/**
 * Resolves a `<Stream url>` by Twilio's rules: only `wss`, or `ws` to this machine, which stands for a tunnel. Any query is
 * removed, as Twilio does.
 */
export function streamAddress(text: string, book: AddressBook, log: CallLog): StreamAddress {
  const written = text.split('#', 1)[0] ?? '';
  const signedUrl = written.split('?', 1)[0] ?? '';
  if (signedUrl !== written) log.violation('stream-url-has-query', '');
  let url: URL;
  try {
    url = new URL(signedUrl);
  } catch {
    return { code: 31923 };
  }
  const isPlainHere = url.protocol === 'ws:' && isLoopback(url.hostname);
  if (url.protocol !== 'wss:' && !isPlainHere) return { code: 31922 };
  const route = book.route(url);
  if (!route) return { code: 31904 };
  const hostname = route.hostname.includes(':') ? `[${route.hostname}]` : route.hostname;
  return { signedUrl, connectUrl: `ws://${hostname}:${route.port}${url.pathname}`, route };
}
