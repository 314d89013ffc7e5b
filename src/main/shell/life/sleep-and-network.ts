import os, { type NetworkInterfaceInfo } from 'node:os';
import type { Dispose, Log } from '../../ports/ports';
import type { Tunnel } from '../../ports/ports-lines';
import { watchDesk, whatsOn, type DeskView } from './desk-view';

/** Electron's `powerSaveBlocker`, as far as we use it. */
export interface SleepBlocker {
  start(type: 'prevent-app-suspension'): number;
  stop(id: number): void;
}

/** Keeps the machine awake while a caller is on, and no longer. The screen may go dark. */
export function keepAwake(desk: DeskView, blocker: SleepBlocker): Dispose {
  let blockId: number | undefined;
  const release = (): void => {
    if (blockId !== undefined) blocker.stop(blockId);
    blockId = undefined;
  };
  const unwatch = watchDesk(desk, (state) => {
    if (whatsOn(state).calls === 0) release();
    else blockId ??= blocker.start('prevent-app-suspension');
  });
  return () => {
    unwatch();
    release();
  };
}

/** Electron’s `powerMonitor`, as far as we use it. */
export interface PowerEvents {
  on(event: 'resume', listener: () => void): unknown;
  removeListener(event: 'resume', listener: () => void): unknown;
}

/** Nudges the tunnel when the machine resumes, because after sleep a dead tunnel can still look alive. */
export function nudgeOnResume(power: PowerEvents, tunnel: Pick<Tunnel, 'nudge'>, log: Log): Dispose {
  const onResume = (): void => {
    log.info('shell.resumed');
    tunnel.nudge('resumed');
  };
  power.on('resume', onResume);
  return () => void power.removeListener('resume', onResume);
}

/** Interval between looks at the machine's addresses, in ms. */
const LOOK_EVERY_MS = 5000;

/** Nudges the tunnel when the machine's network changes. */
export function nudgeOnNetworkChange(tunnel: Pick<Tunnel, 'nudge'>, log: Log): Dispose {
  return watchNetwork(
    () => addressesOf(os.networkInterfaces()),
    () => {
      log.info('shell.network-changed');
      tunnel.nudge('network-changed');
    },
  );
}

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
