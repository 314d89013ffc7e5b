/** A port in the form the contract's server expects. */
export interface ServedPort {
  on(event: string, listener: (message?: { readonly data: unknown }) => void): void;
  postMessage(data: unknown): void;
}

/** A port in Electron's form. */
export interface RawPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(data: unknown): void;
  close(): void;
}

/** Wraps a port so that the first message larger than `maxBytes`, or neither text nor bytes, closes it. */
export function cappedPort(port: RawPort, maxBytes: number, onTooLarge: () => void): ServedPort {
  let shut = false;
  return {
    postMessage: (data) => port.postMessage(data),
    on: (event, listener) => {
      if (event === 'close') port.on('close', () => listener());
      if (event !== 'message') return;
      port.on('message', (message) => {
        if (shut) return;
        if (sizeOf(message.data) <= maxBytes) {
          listener(message);
        } else {
          shut = true;
          onTooLarge();
          port.close();
        }
      });
    },
  };
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return Buffer.byteLength(data);
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return data.byteLength;
  return Infinity;
}
