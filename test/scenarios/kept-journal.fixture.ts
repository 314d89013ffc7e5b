import type { DeskEvent, Recorded } from '../../src/shared/call/events';
import type { Journal } from '../../src/main/ports/ports';

export type LineChanged = Extract<DeskEvent, { type: 'line.changed' }>;

/** An in-memory journal whose entries can be awaited. */
export interface KeptJournal extends Journal {
  readonly changes: LineChanged[];
  readonly removed: string[];
  /** Changes of one line, in order: `off`, `going live keys`, … */
  of(number: string): readonly string[];
  last(number: string): LineChanged | undefined;
  until(isSo: () => boolean): Promise<void>;
}

/** Creates an empty journal; `onChange` receives every change of a line. */
export function createKeptJournal(onChange: (change: LineChanged) => void = () => undefined): KeptJournal {
  const changes: LineChanged[] = [];
  const removed: string[] = [];
  let seq = 0;
  let waiting: (() => void)[] = [];
  const record = (callId: string | null, event: unknown): Recorded => {
    const recorded = { seq: ++seq, at: 0, callId, event } as Recorded;
    if (recorded.callId !== null) return recorded;
    if (recorded.event.type === 'line.removed') removed.push(recorded.event.number);
    if (recorded.event.type === 'line.changed') {
      changes.push(recorded.event);
      onChange(recorded.event);
    }
    for (const check of waiting) check();
    return recorded;
  };
  return {
    record,
    subscribe: () => () => undefined,
    changes,
    removed,
    of: (number) =>
      changes
        .filter((change) => change.number === number)
        .map(({ state, step, problem }) => [state, step, problem].filter((word) => word !== undefined).join(' ')),
    last: (number) => changes.filter((change) => change.number === number).at(-1),
    until: (isSo) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!isSo()) return;
          waiting = waiting.filter((other) => other !== check);
          resolve();
        };
        waiting.push(check);
        check();
      }),
  };
}
