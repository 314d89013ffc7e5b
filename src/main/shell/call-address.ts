/** Address that shows one call in the page at `pageAddress`. */
export function callAddress(pageAddress: string, callId: string): string {
  const address = new URL(pageAddress);
  address.hash = `/live/${encodeURIComponent(callId)}`;
  return address.href;
}
