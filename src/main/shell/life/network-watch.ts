import type { NetworkInterfaceInfo } from 'node:os';
import type { Dispose } from '../../ports/ports';

const LOOK_EVERY_MS = 5000;

/** The machine's external addresses as one comparable text; empty when it is offline. */
export function addressesOf(interfaces: NodeJS.Dict<readonly NetworkInterfaceInfo[]>): string {
  return Object.entries(interfaces)
    .flatMap(([name, infos = []]) =>
      infos
        .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
        .map(({ address }) => `${name} ${address}`),
    )
    .sort()
    .join(', ');
}

/** Calls `onChange` when the machine joins another network, or is back on one. Being offline counts as no network. */
export function watchNetwork(read: () => string, onChange: () => void, lookEveryMs = LOOK_EVERY_MS): Dispose {
  let before = read();
  const timer = setInterval(() => {
    const now = read();
    if (now === before) return;
    before = now;
    if (now !== '') onChange();
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
