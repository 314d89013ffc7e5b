import type { Recorded } from '../../../shared/call/events';
import type { FeedMessage } from '../../../shared/contract/contract';
import { packLevels, type Level } from '../../../shared/contract/levels';
import { toSnapshot, type SnapshotPart } from '../../../shared/contract/snapshot';
import type { Clock, Dispose, Log } from '../../ports/ports';
import type { ConsoleProjection } from './console-projection';

/** Limits of what may be on its way to a reader; beyond either one nothing is sent. */
export const WINDOW_MESSAGES = 64;
export const WINDOW_BYTES = 1024 * 1024;

/** Flow control of one reader: how far the sender may run ahead of what the reader has acknowledged. */
export interface Credit {
  isOpen(): boolean;
  /** True while little is on its way, so that a message sent now is read while it is true. */
  isAmple(): boolean;
  /** Counts a message as sent; returns its number, from 1. */
  spend(bytes: number): number;
  /** Acknowledges every message up to `batch`. Unknown numbers are ignored. */
  acknowledge(batch: number): void;
}

/** Credit with a full window. */
export function createCredit(): Credit {
  let sent = 0;
  let acknowledged = 0;
  let bytesOnTheWay = 0;
  let onTheWay: number[] = [];
  return {
    isOpen: () => onTheWay.length < WINDOW_MESSAGES && bytesOnTheWay < WINDOW_BYTES,
    isAmple: () => onTheWay.length < WINDOW_MESSAGES / 4 && bytesOnTheWay < WINDOW_BYTES / 4,
    spend: (bytes) => {
      onTheWay.push(bytes);
      bytesOnTheWay += bytes;
      return ++sent;
    },
    acknowledge: (batch) => {
      if (batch <= acknowledged || batch > sent) return;
      const read = onTheWay.slice(0, batch - acknowledged);
      onTheWay = onTheWay.slice(batch - acknowledged);
      for (const bytes of read) bytesOnTheWay -= bytes;
      acknowledged = batch;
    },
  };
}

/** Time an event waits for others to share its message; ms. */
const BATCH_MS = 33;
const LEVELS_MS = 100;

export interface FeedSources {
  readonly projection: ConsoleProjection;
  readonly levels: () => readonly Level[];
  readonly clock: Clock;
  readonly log: Log;
}

/** One reader's feed: a snapshot, then every later event, never more than a window ahead of the reader. */
export interface Feed {
  /** The messages, until the feed is closed. Iterate it only once. */
  readonly messages: AsyncGenerator<FeedMessage, void>;
  acknowledge(batch: number): void;
  close(): void;
}

/** Opens a feed. It buffers events from now on, so read its messages soon. `onClose` is called once. */
export function openFeed({ projection, levels, clock, log }: FeedSources, onClose: () => void): Feed {
  const credit = createCredit();
  const buffer = createEventBuffer();
  let parts: readonly SnapshotPart[] = [];
  let needsSnapshot = true;
  let batchDueMs = 0;
  let levelsDueMs = 0;
  let hadLevels = false;
  let isClosed = false;
  let wake: Dispose = () => undefined;

  const unsubscribe = projection.subscribe((recorded) => {
    if (needsSnapshot) return;
    if (!buffer.push(recorded)) {
      needsSnapshot = true;
      parts = [];
      log.warn('feed.resync');
    }
    if (buffer.count() === 1) batchDueMs = clock.nowMs() + BATCH_MS - ageOf(recorded);
    if (buffer.count() === 1 || buffer.bytes() >= MAX_BATCH_BYTES) wake();
  });

  /** Part of `BATCH_MS` that an event has waited for the disk. */
  function ageOf({ at }: Recorded): number {
    return Math.min(Math.max(0, clock.wallMs() - at), BATCH_MS);
  }

  function nextPart(): FeedMessage | undefined {
    if (needsSnapshot) {
      needsSnapshot = false;
      parts = toSnapshot(projection.state());
    }
    const [part, ...rest] = parts;
    parts = rest;
    return part && { type: 'snapshot', batch: credit.spend(MAX_BATCH_BYTES), part };
  }

  function nextEvents(): FeedMessage | undefined {
    if (buffer.count() === 0 || (buffer.bytes() < MAX_BATCH_BYTES && clock.nowMs() < batchDueMs)) return undefined;
    const { events, bytes } = buffer.take();
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

  /** Resolves once a timer is due, or something happened that may be sent. */
  async function somethingToTell(): Promise<void> {
    const dueMs = buffer.count() > 0 ? Math.min(batchDueMs, levelsDueMs) : levelsDueMs;
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
    buffer.clear();
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

/** Size of one call's level in a message; bytes. */
const LEVEL_BYTES = 40;

/** Maximum number of readers; one more closes the feed that has been open longest. */
export const MAX_FEEDS = 32;

/** Feeds of all consoles, by the id each reader chose. */
export interface Feeds {
  /** Opens a feed until `signal` aborts. An id in use passes to the newest reader. */
  open(feedId: string, signal: AbortSignal | undefined): AsyncGenerator<FeedMessage, void>;
  acknowledge(feedId: string, batch: number): void;
  count(): number;
}

export function createFeeds(sources: FeedSources): Feeds {
  const feeds = new Map<string, Feed>();

  return {
    open: (feedId, signal) => {
      feeds.get(feedId)?.close();
      for (const oldest of feeds.values()) {
        if (feeds.size < MAX_FEEDS) break;
        oldest.close();
      }
      const feed = openFeed(sources, () => {
        if (feeds.get(feedId) === feed) feeds.delete(feedId);
      });
      feeds.set(feedId, feed);
      if (signal?.aborted === true) feed.close();
      signal?.addEventListener('abort', () => feed.close(), { once: true });
      return feed.messages;
    },
    acknowledge: (feedId, batch) => feeds.get(feedId)?.acknowledge(batch),
    count: () => feeds.size,
  };
}

/** Capacity of one reader's buffer; beyond it the events are dropped and the reader gets a new snapshot. */
export const MAX_BUFFERED_EVENTS = 5000;
const MAX_BUFFERED_BYTES = 1024 * 1024;

/** Size limit of one message, unless a single event is larger. */
const MAX_BATCH_BYTES = 256 * 1024;

/** Buffer of the events not yet sent to one reader. */
interface EventBuffer {
  /** Adds an event. False: there was no room, and the whole buffer was dropped. */
  push(recorded: Recorded): boolean;
  /** Removes and returns the oldest events that fit one message, with their size in bytes. */
  take(): { readonly events: readonly Recorded[]; readonly bytes: number };
  count(): number;
  bytes(): number;
  clear(): void;
}

function createEventBuffer(): EventBuffer {
  let events: Recorded[] = [];
  let sizes: number[] = [];
  let total = 0;

  function clear(): void {
    events = [];
    sizes = [];
    total = 0;
  }

  return {
    push: (recorded) => {
      const size = Buffer.byteLength(JSON.stringify(recorded));
      if (events.length >= MAX_BUFFERED_EVENTS || total + size > MAX_BUFFERED_BYTES) {
        clear();
        return false;
      }
      events.push(recorded);
      sizes.push(size);
      total += size;
      return true;
    },
    take: () => {
      let bytes = 0;
      let count = 0;
      for (const size of sizes) {
        if (count > 0 && bytes + size > MAX_BATCH_BYTES) break;
        bytes += size;
        count++;
      }
      const taken = events.slice(0, count);
      events = events.slice(count);
      sizes = sizes.slice(count);
      total -= bytes;
      return { events: taken, bytes };
    },
    count: () => events.length,
    bytes: () => total,
    clear,
  };
}
