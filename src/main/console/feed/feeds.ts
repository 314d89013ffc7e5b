import type { FeedMessage } from '../../../shared/contract/contract';
import { openFeed, type Feed, type FeedSources } from './feed';

/** Readers at the same time; beyond it the one that has been open longest is closed. */
export const MAX_FEEDS = 32;

/** The feeds of all consoles, by the id each reader chose for its own. */
export interface Feeds {
  /** Ends with `signal`. An id that is in use passes to the newest reader. */
  open(feedId: string, signal: AbortSignal | undefined): AsyncGenerator<FeedMessage, void>;
  acknowledge(feedId: string, batch: number): void;
  count(): number;
}

/** No feeds yet. */
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
