import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ConsoleState } from '../../../shared/call/console';
import type { CallEvent, DeskEvent, Recorded } from '../../../shared/call/events';
import type { Clock, Dispose, Journal, KnownCall, Log } from '../../ports/ports';
import { createDiskQueue, type DiskState } from './disk-queue';
import { startJournalThread, type JournalRefusal, type JournalRow } from './journal-thread';

/** Told when nothing is wrong with the journal any more. */
const WELL: DeskEvent = { type: 'journal.changed', state: 'ok', lost: 0, refused: 0 };

const REASONS: Readonly<Record<JournalRefusal, string>> = {
  'newer-schema': 'It was written by a newer Switchboard. Update Switchboard, or choose another data folder.',
  locked: 'Another program has it locked. Close that program and start again.',
  unusable: 'It cannot be opened or created. Check that the data folder can be written and the disk has room.',
};

/** The journal could not be opened. Its message is meant for people; nothing was changed or deleted. */
export class JournalUnavailable extends Error {
  constructor(
    readonly refusal: JournalRefusal,
    readonly code: string,
    folder: string,
  ) {
    super(`The journal in ${folder} cannot be used (${code}). ${REASONS[refusal]}`);
    this.name = 'JournalUnavailable';
  }
}

export interface JournalOptions {
  /** Created with mode 0700 when missing. */
  readonly folder: string;
  /** The bundled journal-worker.ts. */
  readonly workerPath: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The journal on disk. Recording never waits for it. */
export interface OpenJournal extends Journal {
  /**
   * Events a restart folds, as read at opening: open calls, the last ended ones, and the desk's latest facts. They are large,
   * so they are handed over once; later calls return none.
   */
  recent(): readonly Recorded[];
  /** The carrier's last calls as read at opening, oldest first, so that a replayed webhook begins none of them anew. */
  readonly knownCalls: readonly KnownCall[];
  /** Cost of the day (UTC) as read at opening. */
  readonly spent: Pick<ConsoleState, 'spentUsd' | 'spentOn'>;
  /**
   * Subscribes to events that are stored: a crash of the process takes none of them away. While the disk is behind, which a
   * `journal.changed` says, events come as they are recorded.
   */
  subscribeStored(listener: (recorded: Recorded) => void): Dispose;
  /** New name of a file found damaged at opening; null when there was none. */
  readonly setAside: string | null;
  /** Resolves with true when everything recorded so far is stored, with false when the disk refused it. */
  flush(): Promise<boolean>;
  /**
   * Stores the queued events, closes the file and resolves once its thread has ended. Waits as long as the disk does: no exit of
   * Node ends a thread that a stuck disk holds, so only a last limit can.
   */
  close(): Promise<void>;
}

/**
 * Opens the journal and repairs what it can. A damaged file is set aside and a new one started; calls that the last run left
 * open are ended. Rejects with `JournalUnavailable`.
 */
export async function openJournal({ folder, workerPath, clock, log }: JournalOptions): Promise<OpenJournal> {
  let disk: DiskState = { behind: null, lost: 0, refused: 0 };
  let setAside: string | null = null;
  const onSetAside = (file: string): void => {
    setAside = path.basename(file);
    log.error('journal.set-aside', { name: file });
  };
  const openedAt = clock.wallMs();
  const thread = startJournalThread({
    workerPath,
    folder,
    wallMs: () => clock.wallMs(),
    onSetAside: (file) => {
      onSetAside(file);
      tell();
    },
  });
  const opening = await thread.opening;
  if (!opening.ok) throw new JournalUnavailable(opening.refusal, opening.code, folder);
  if (opening.setAside !== null) onSetAside(opening.setAside);
  if (opening.unreadable > 0) log.warn('journal.unreadable', { events: opening.unreadable });

  const queue = createDiskQueue({
    append: thread.append,
    onStored: (seq) => recorder.stored(seq),
    onChange: (state) => {
      disk = state;
      recorder.showUnstored(state.behind !== null);
      tell();
    },
    clock,
    log,
  });
  const recorder = createRecorder({ lastSeq: opening.lastSeq, clock, log, push: queue.push });
  const ends = interruptedCalls(opening.recent).map(({ callId, at, event }) => recorder.recordAt(at, callId, event));
  if (ends.length > 0) log.warn('journal.interrupted-calls', { calls: ends.length });
  const told = hasToTell(opening.recent) ? [tell()] : [];
  let recent: readonly Recorded[] = [...opening.recent, ...ends, ...told];

  let closing: Promise<void> | undefined;
  return {
    record: recorder.record,
    subscribe: recorder.subscribe,
    subscribeStored: recorder.subscribeStored,
    recent: () => {
      const handedOver = recent;
      recent = [];
      return handedOver;
    },
    knownCalls: opening.knownCalls,
    spent: { spentUsd: opening.spentUsd, spentOn: new Date(openedAt).toISOString().slice(0, 10) },
    setAside: opening.setAside,
    flush: queue.flush,
    close: () => (closing ??= close()),
  };

  /** True when a file was set aside, or the last run left something that was not well and is over now. */
  function hasToTell(events: readonly Recorded[]): boolean {
    const last = events.filter(({ event }) => event.type === 'journal.changed').at(-1)?.event;
    return setAside !== null || (last !== undefined && !isDeepStrictEqual(last, WELL));
  }

  function tell(): Recorded {
    const { behind, lost, refused } = disk;
    return recorder.record(null, {
      type: 'journal.changed',
      state: behind === null ? 'ok' : 'behind',
      ...(behind === null ? {} : { code: behind }),
      lost,
      refused,
      ...(setAside === null ? {} : { setAside }),
    });
  }

  async function close(): Promise<void> {
    await queue.flush();
    queue.stop();
    await thread.close();
  }
}

type Listener = (recorded: Recorded) => void;

interface RecorderOptions {
  readonly lastSeq: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Queues an event for the disk. */
  readonly push: (row: JournalRow) => void;
}

/** Creates a recorder that numbers events and hands them to the listeners and the disk's queue, all synchronously. */
function createRecorder({ lastSeq, clock, log, push }: RecorderOptions) {
  let seq = lastSeq;
  /** Number up to which the listeners of stored events are told. */
  let storedSeq = lastSeq;
  let isUnstoredShown = false;
  let isTelling = false;
  const unstored: Recorded[] = [];
  const listeners = new Set<Listener>();
  const storedListeners = new Set<Listener>();

  function recordAt(at: number, callId: string | null, event: CallEvent | DeskEvent): Recorded {
    const recorded = { seq: ++seq, at, callId, event } as Recorded;
    push([seq, at, callId, event.type, JSON.stringify(event)]);
    hand(recorded, listeners);
    unstored.push(recorded);
    tellStored();
    return recorded;
  }

  function hand(recorded: Recorded, to: ReadonlySet<Listener>): void {
    for (const listener of to) {
      try {
        listener(recorded);
      } catch {
        log.error('journal.listener-threw', { type: recorded.event.type });
      }
    }
  }

  /** Tells the listeners what they may know, in order, also when one of them records something meanwhile. */
  function tellStored(): void {
    if (isTelling) return;
    isTelling = true;
    for (let next = unstored[0]; next !== undefined && mayTell(next); next = unstored[0]) {
      unstored.shift();
      hand(next, storedListeners);
    }
    isTelling = false;
  }

  function mayTell(recorded: Recorded): boolean {
    return isUnstoredShown || recorded.seq <= storedSeq;
  }

  const record: Journal['record'] = (callId: string | null, event: CallEvent | DeskEvent) =>
    recordAt(clock.wallMs(), callId, event);

  const subscribe: Journal['subscribe'] = (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  const subscribeStored: Journal['subscribe'] = (listener) => {
    storedListeners.add(listener);
    return () => void storedListeners.delete(listener);
  };

  function stored(upTo: number): void {
    storedSeq = upTo;
    tellStored();
  }

  function showUnstored(isShown: boolean): void {
    isUnstoredShown = isShown;
    tellStored();
  }
  return { recordAt, record, subscribe, subscribeStored, stored, showUnstored };
}

/** End of a call that was still open when the last run stopped. */
interface Interrupted {
  readonly callId: string;
  /** Time of the call's last event, in epoch ms. */
  readonly at: number;
  readonly event: Extract<CallEvent, { type: 'call.ended' }>;
}

/** Ends each call that rang in these events and did not end, because the run that carried it crashed. */
function interruptedCalls(events: readonly Recorded[]): readonly Interrupted[] {
  const open = new Map<string, number>();
  for (const { callId, event, at } of events) {
    if (callId === null) continue;
    if (event.type === 'call.ended') open.delete(callId);
    else if (event.type === 'call.rang' || open.has(callId)) open.set(callId, at);
  }
  return [...open].map(([callId, at]) => ({
    callId,
    at,
    event: { type: 'call.ended', by: 'switchboard', reason: 'switchboard-crashed' },
  }));
}
