/** Where the page at `pageAddress` shows one call. */
export function callAddress(pageAddress: string, callId: string): string {
  const address = new URL(pageAddress);
  address.hash = `/live/${encodeURIComponent(callId)}`;
  return address.href;
}
