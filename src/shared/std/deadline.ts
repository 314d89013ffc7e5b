/** The part of a clock that runs something later; the returned function cancels it. */
export interface Timer {
  after(delayMs: number, run: () => void): () => void;
}

/** Settles as `work` does, or resolves with `otherwise` after `limitMs`. Leaves no timer and no unhandled rejection. */
export function within<T, U>(timer: Timer, limitMs: number, work: Promise<T>, otherwise: U): Promise<T | U> {
  return new Promise((resolve, reject) => {
    const cancel = timer.after(limitMs, () => resolve(otherwise));
    work.then(resolve, reject).finally(cancel);
  });
}

/** Resolves after `delayMs`, or as soon as one of the signals is aborted. Leaves no timer and no listener. */
export function pause(timer: Timer, delayMs: number, ...signals: readonly AbortSignal[]): Promise<void> {
  if (signals.some((signal) => signal.aborted)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      for (const signal of signals) signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = timer.after(delayMs, done);
    for (const signal of signals) signal.addEventListener('abort', done);
  });
}

/** Signal that is aborted after `limitMs` or together with `outer`. Call `stop` when it is no longer needed. */
export function deadlineSignal(
  timer: Timer,
  limitMs: number,
  outer: AbortSignal,
): { readonly signal: AbortSignal; stop(): void } {
  const own = new AbortController();
  const abort = (): void => own.abort();
  outer.addEventListener('abort', abort);
  const stopTimer = timer.after(limitMs, abort);
  if (outer.aborted) abort();
  return {
    signal: own.signal,
    stop: () => {
      stopTimer();
      outer.removeEventListener('abort', abort);
    },
  };
}
