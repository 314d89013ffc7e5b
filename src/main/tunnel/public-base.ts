const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Base for other addresses: no query, no trailing slash except the root's own. */
export function publicBaseOf(address: string | URL): URL {
  const base = new URL(address);
  base.search = '';
  base.hash = '';
  base.pathname = base.pathname.replace(/\/+$/, '');
  return base;
}

/** True when only programs on this machine can reach the address. */
export function isLoopback(address: URL): boolean {
  return LOOPBACK.test(address.hostname);
}
