import { EMPTY_CONSOLE, type ConsoleState } from '../../shared/call/console';
import type { FeedMessage } from '../../shared/contract/contract';
import type { About, LinkState } from '../client/feed-reader';
import { Store } from './store';
import { beginFold, foldFeed, type FeedFold } from './feed-fold';

/** State that React may show. Every change makes a new object; without a change it stays the same one. */
export interface ConsoleView {
  readonly console: ConsoleState;
  readonly link: LinkState;
  readonly about: About | null;
  /** True once a whole snapshot has arrived. */
  readonly ready: boolean;
  /** Number of snapshots after the first. Each follows a time when the page fell behind or lost the connection. */
  readonly resyncs: number;
}

const AT_FIRST: ConsoleView = {
  console: EMPTY_CONSOLE,
  link: { name: 'connecting' },
  about: null,
  ready: false,
  resyncs: 0,
};

/** Runs a task once, soon; the page's display decides when. */
export type Schedule = (task: () => void) => void;

/**
 * State of the console, without any UI. It folds the feed with the shared reducers and notifies readers at most once a
 * frame.
 */
export class ConsoleStore extends Store<ConsoleView> {
  readonly #schedule: Schedule;
  #fold: FeedFold = beginFold();
  /** View of the next notification. Readers get the one of the last, so that all readers of a frame agree. */
  #next = AT_FIRST;
  #scheduled = false;

  constructor(schedule: Schedule) {
    super(AT_FIRST);
    this.#schedule = schedule;
  }

  /** Starts a new feed. Its batches count from one, and its snapshot replaces what is shown once it is complete. */
  beginFeed(): void {
    this.#fold = beginFold(this.#fold.shown);
  }

  /** Folds one message of the feed. Returns `gap` when the feed is of no more use. */
  receive(message: Exclude<FeedMessage, { type: 'levels' }>): 'folded' | 'gap' {
    const fold = foldFeed(this.#fold, message);
    if (fold === 'gap') return 'gap';
    const completed = message.type === 'snapshot' && message.part.last;
    this.#fold = fold;
    if (completed) {
      const { ready, resyncs } = this.#next;
      this.change({ console: fold.shown, link: { name: 'connected' }, ready: true, resyncs: ready ? resyncs + 1 : 0 });
    } else if (fold.shown !== this.#next.console) {
      this.change({ console: fold.shown });
    }
    return 'folded';
  }

  setLink(link: LinkState): void {
    this.change({ link });
  }

  setAbout(about: About): void {
    this.change({ about });
  }

  protected override change(change: Partial<ConsoleView>): void {
    this.#next = { ...this.#next, ...change };
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      this.set(this.#next);
    });
  }
}
