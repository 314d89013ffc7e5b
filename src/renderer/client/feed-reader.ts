import type { FeedMessage } from '../../shared/contract/contract';
import type { Level } from '../../shared/contract/levels';

/** State of the page's line to the main process. */
export type LinkState =
  | { readonly name: 'connecting' }
  | { readonly name: 'connected' }
  | { readonly name: 'lost'; readonly retryAt: number }
  | { readonly name: 'session over' };

/** Facts the main process tells about itself. */
export interface About {
  readonly version: string;
  readonly mode: 'desktop' | 'served';
  readonly demo: boolean;
}

/** Takes in what a connection learns: the state of the line, and the messages of the feed. */
export interface FeedReader {
  setLink(link: LinkState): void;
  setAbout(about: About): void;
  /** A new feed begins: its batches count from one. */
  beginFeed(): void;
  /** `gap`: the feed is of no more use. */
  receive(message: Exclude<FeedMessage, { type: 'levels' }>): 'folded' | 'gap';
}

/** Takes in how loud the calls are. */
export interface LevelReader {
  receive(levels: readonly Level[]): void;
}
