import type { Clock } from '../../ports/ports';

/** What `answer` comes to, or `otherwise` when it takes longer than `limitMs`. Rejects when `answer` does in time. */
export function within<T>(clock: Clock, limitMs: number, answer: Promise<T>, otherwise: T): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = clock.after(limitMs, () => resolve(otherwise));
    answer.then(resolve, reject).finally(stop);
  });
}
