/** The only page the shell trusts: `app://console`, and while developing the dev server instead. */
export const CONSOLE_ORIGIN = 'app://console';

/** Scheme and host of an address, `app://console` included, for which `URL.origin` says `null`. Undefined: no address. */
export function originOf(address: string): string | undefined {
  try {
    const { protocol, host } = new URL(address);
    return host === '' ? undefined : `${protocol}//${host}`;
  } catch {
    return undefined;
  }
}
