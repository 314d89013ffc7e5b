import type { Clock } from '../ports/ports';

/** Resolves after `delayMs`, or as soon as one of the signals is aborted. Leaves no timer and no listener. */
export function pause(clock: Clock, delayMs: number, ...signals: readonly AbortSignal[]): Promise<void> {
  if (signals.some((signal) => signal.aborted)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      for (const signal of signals) signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(delayMs, done);
    for (const signal of signals) signal.addEventListener('abort', done);
  });
}
