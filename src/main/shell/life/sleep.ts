import type { Dispose, Log } from '../../ports/ports';
import type { Tunnel } from '../../ports/ports-lines';
import { watchDesk, type DeskView } from './desk-watch';
import { whatsOn } from './whats-on';

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
