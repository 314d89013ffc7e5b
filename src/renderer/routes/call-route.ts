const SCREEN = '/live/';

/** The address of a call on the live screen. */
export function callAddress(callId: string): string {
  return SCREEN + encodeURIComponent(callId);
}

/** The id of the call that an address names; empty when it names none. */
export function callIdOf(address: string): string {
  if (!address.startsWith(SCREEN)) return '';
  try {
    return decodeURIComponent(address.slice(SCREEN.length));
  } catch {
    return '';
  }
}

/** True for every address of the live screen, with a call or without. */
export function isOfCalls(address: string): boolean {
  return address === '/' || address === '/live' || address.startsWith(SCREEN);
}
