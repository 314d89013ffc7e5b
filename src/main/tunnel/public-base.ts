const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** An address as the base of others: no query, no trailing slash but the root's own. */
export function publicBaseOf(address: string | URL): URL {
  const base = new URL(address);
  base.search = '';
  base.hash = '';
  base.pathname = base.pathname.replace(/\/+$/, '');
  return base;
}

/** Whether only programs of this machine can reach the address. */
export function isLoopback(address: URL): boolean {
  return LOOPBACK.test(address.hostname);
}
