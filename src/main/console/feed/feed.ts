import type { FeedMessage } from '../../../shared/contract/contract';
import { packLevels, type Level } from '../../../shared/contract/levels';
import { toSnapshot, type SnapshotPart } from '../../../shared/contract/snapshot';
import type { Clock, Dispose, Log } from '../../ports/ports';
import { createCredit } from './credit';
import type { Desk } from './desk';
import { createHeldEvents, MAX_BATCH_BYTES } from './held-events';

/** How long an event waits for others to travel with, and how often levels are told; ms. */
const BATCH_MS = 33;
const LEVELS_MS = 100;

export interface FeedSources {
  readonly desk: Desk;
  readonly levels: () => readonly Level[];
  readonly clock: Clock;
  readonly log: Log;
}

/** One reader's view of the desk: a snapshot, then everything after it, never more than a window ahead of the reader. */
export interface Feed {
  /** Ends when the feed is closed. Read it once. */
  readonly messages: AsyncGenerator<FeedMessage, void>;
  acknowledge(batch: number): void;
  close(): void;
}

/** Opens a feed. It holds events from now on, so its messages should be read soon. `onClose` is called once. */
export function openFeed({ desk, levels, clock, log }: FeedSources, onClose: () => void): Feed {
  const credit = createCredit();
  const held = createHeldEvents();
  let parts: readonly SnapshotPart[] = [];
  let needsSnapshot = true;
  let batchDueMs = 0;
  let levelsDueMs = 0;
  let hadLevels = false;
  let isClosed = false;
  let wake: Dispose = () => undefined;

  const unsubscribe = desk.subscribe((recorded) => {
    if (needsSnapshot) return;
    if (!held.push(recorded)) {
      needsSnapshot = true;
      parts = [];
      log.warn('feed.resync');
    }
    if (held.count() === 1) batchDueMs = clock.nowMs() + BATCH_MS;
    if (held.count() === 1 || held.bytes() >= MAX_BATCH_BYTES) wake();
  });

  function nextPart(): FeedMessage | undefined {
    if (needsSnapshot) {
      needsSnapshot = false;
      parts = toSnapshot(desk.state());
    }
    const [part, ...rest] = parts;
    parts = rest;
    return part && { type: 'snapshot', batch: credit.spend(MAX_BATCH_BYTES), part };
  }

  function nextEvents(): FeedMessage | undefined {
    if (held.count() === 0 || (held.bytes() < MAX_BATCH_BYTES && clock.nowMs() < batchDueMs)) return undefined;
    const { events, bytes } = held.take();
    return { type: 'events', batch: credit.spend(bytes), events: [...events] };
  }

  function nextLevels(): FeedMessage | undefined {
    if (clock.nowMs() < levelsDueMs) return undefined;
    levelsDueMs = clock.nowMs() + LEVELS_MS;
    const now = levels();
    if ((now.length === 0 && !hadLevels) || !credit.isAmple()) return undefined;
    hadLevels = now.length > 0;
    return { type: 'levels', batch: credit.spend(now.length * LEVEL_BYTES), levels: packLevels(now) };
  }

  function next(): FeedMessage | undefined {
    return credit.isOpen() ? (nextPart() ?? nextEvents() ?? nextLevels()) : undefined;
  }

  /** Until a timer is due, or something happened that may be told. */
  async function somethingToTell(): Promise<void> {
    const dueMs = held.count() > 0 ? Math.min(batchDueMs, levelsDueMs) : levelsDueMs;
    const canTell = credit.isOpen();
    await new Promise<void>((resolve) => {
      const cancel = canTell ? clock.after(Math.max(1, dueMs - clock.nowMs()), resolve) : undefined;
      wake = () => {
        cancel?.();
        resolve();
      };
    });
    wake = () => undefined;
  }

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    unsubscribe();
    onClose();
    held.clear();
    parts = [];
    wake();
  }

  async function* read(): AsyncGenerator<FeedMessage, void> {
    try {
      while (!isClosed) {
        const message = next();
        if (message === undefined) await somethingToTell();
        else yield message;
      }
    } finally {
      close();
    }
  }

  return {
    messages: read(),
    acknowledge: (batch) => {
      credit.acknowledge(batch);
      wake();
    },
    close,
  };
}

/** What one call's level weighs in a message; bytes. */
const LEVEL_BYTES = 40;
