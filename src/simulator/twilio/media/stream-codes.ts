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

/** Twilio's code for a socket error: before the stream was up, or within it. */
export function errorCodeFor(error: Error, wasUp: boolean): number {
  const { code } = error as NodeJS.ErrnoException;
  if (code?.startsWith('WS_ERR_')) return 31924;
  if (wasUp) return 31903;
  if (code === 'ECONNREFUSED') return 31902;
  return error.message.includes('timed out') ? 31901 : 31920;
}

/** Twilio's code for a stream that the bridge closed with anything but 1000; 1006 stands for no close frame at all. */
export function closeCodeFor(closeCode: number): number {
  return closeCode === 1006 ? 31903 : 31921;
}
