/** The webhooks Twilio calls. */
export type WebhookRoute = '/twiml' | '/status';

/**
 * The absolute address of a webhook as it is written into Twilio, and as Twilio signs it. `token`: of a leg, for what the
 * carrier may ask or tell there.
 */
export function webhookUrl(base: URL, route: WebhookRoute, token?: string): string {
  const query = token === undefined ? '' : `?t=${token}`;
  return `${base.protocol}//${base.host}${prefixOf(base)}${route}${query}`;
}

/** The address of a call's media stream: `wss`, or `ws` where the public base is plain http on this machine. */
export function streamUrl(base: URL, token: string): string {
  return `${base.protocol === 'https:' ? 'wss:' : 'ws:'}//${base.host}${streamPath(base, token)}`;
}

/** The path part of `streamUrl`. */
export function streamPath(base: URL, token: string): string {
  return `${prefixOf(base)}/call/${token}`;
}

function prefixOf(base: URL): string {
  return base.pathname.replace(/\/+$/, '');
}
