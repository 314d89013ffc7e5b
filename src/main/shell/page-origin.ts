/** Origin of the only page the shell trusts: `app://console`. While developing, the dev server takes its place. */
export const CONSOLE_ORIGIN = 'app://console';

/** Scheme and host of an address, also for `app://console`, where `URL.origin` is `null`. Undefined when it is no address. */
export function originOf(address: string): string | undefined {
  try {
    const { protocol, host } = new URL(address);
    return host === '' ? undefined : `${protocol}//${host}`;
  } catch {
    return undefined;
  }
}
