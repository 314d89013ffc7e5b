import type { Clock } from '../ports/ports';

/** What came of a promise within its time. Nothing is thrown: a library that never answers is an outcome as well. */
export type Outcome<T> =
  | { readonly how: 'done'; readonly value: T }
  | { readonly how: 'failed'; readonly error: unknown }
  | { readonly how: 'late' };

/** Waits for `promise`, `limitMs` at most. Leaves no timer behind, and no rejection unhandled. */
export function within<T>(clock: Clock, limitMs: number, promise: Promise<T>): Promise<Outcome<T>> {
  return new Promise((resolve) => {
    const cancel = clock.after(limitMs, () => resolve({ how: 'late' }));
    promise.then(
      (value) => {
        cancel();
        resolve({ how: 'done', value });
      },
      (error: unknown) => {
        cancel();
        resolve({ how: 'failed', error });
      },
    );
  });
}
