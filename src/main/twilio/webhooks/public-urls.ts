/** Paths of the webhooks Twilio calls. */
export type WebhookRoute = '/twiml' | '/status';

/**
 * Returns a webhook's absolute address as it is written into Twilio, and as Twilio signs it. `token`: of a leg, which
 * tells what the carrier may request or report there.
 */
export function webhookUrl(base: URL, route: WebhookRoute, token?: string): string {
  const query = token === undefined ? '' : `?t=${token}`;
  return `${base.protocol}//${base.host}${prefixOf(base)}${route}${query}`;
}

/** Returns the address of a call's media stream: `wss`, or `ws` where the public base is plain http on this machine. */
export function streamUrl(base: URL, token: string): string {
  return `${base.protocol === 'https:' ? 'wss:' : 'ws:'}//${base.host}${streamPath(base, token)}`;
}

/** Returns the path of `streamUrl`. */
export function streamPath(base: URL, token: string): string {
  return `${prefixOf(base)}/call/${token}`;
}

function prefixOf(base: URL): string {
  return base.pathname.replace(/\/+$/, '');
}
