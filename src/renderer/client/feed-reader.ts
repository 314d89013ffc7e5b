import type { FeedMessage } from '../../shared/contract/contract';
import type { Level } from '../../shared/contract/levels';

/** State of the page's connection to the main process. */
export type LinkState =
  | { readonly name: 'connecting' }
  | { readonly name: 'connected' }
  | { readonly name: 'lost'; readonly retryAt: number }
  | { readonly name: 'session over' };

/** Information the main process gives about itself. */
export interface About {
  readonly version: string;
  readonly mode: 'desktop' | 'served';
  readonly demo: boolean;
}

/** Receiver of what a connection learns: its own state, and the messages of the feed. */
export interface FeedReader {
  setLink(link: LinkState): void;
  setAbout(about: About): void;
  /** Starts a new feed, whose batches count from one. */
  beginFeed(): void;
  /** Folds a message into the state. `gap`: the feed is of no more use. */
  receive(message: Exclude<FeedMessage, { type: 'levels' }>): 'folded' | 'gap';
}

/** Receiver of the levels of the calls. */
export interface LevelReader {
  receive(levels: readonly Level[]): void;
}
