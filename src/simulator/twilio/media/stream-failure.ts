/** Twilio's code for a socket error, before or after the stream was up. */
export function errorCodeFor(error: Error, wasUp: boolean): number {
  const { code } = error as NodeJS.ErrnoException;
  if (code?.startsWith('WS_ERR_')) return 31924;
  if (wasUp) return 31903;
  if (code === 'ECONNREFUSED') return 31902;
  return error.message.includes('timed out') ? 31901 : 31920;
}

/** Twilio's code for a stream the bridge closed with anything but 1000; 1006 stands for no close frame at all. */
export function closeCodeFor(closeCode: number): number {
  return closeCode === 1006 ? 31903 : 31921;
}
