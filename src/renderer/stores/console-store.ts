import { EMPTY_CONSOLE, type ConsoleState } from '../../shared/call/console';
import type { FeedMessage } from '../../shared/contract/contract';
import type { About, LinkState } from '../client/feed-reader';
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

/** Runs a task once, soon; the page's display decides when. */
export type Schedule = (task: () => void) => void;

/**
 * State of the console, without any UI. It folds the feed with the shared reducers and notifies readers at most once a
 * frame.
 */
export class ConsoleStore {
  readonly #schedule: Schedule;
  readonly #listeners = new Set<() => void>();
  #fold: FeedFold = beginFold();
  #view: ConsoleView = { console: EMPTY_CONSOLE, link: { name: 'connecting' }, about: null, ready: false, resyncs: 0 };
  #shown: ConsoleView = this.#view;
  #scheduled = false;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The view as of the last notification, so that all readers of a frame agree. */
  readonly getSnapshot = (): ConsoleView => this.#shown;

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
      const { ready, resyncs } = this.#view;
      this.#change({ console: fold.shown, link: { name: 'connected' }, ready: true, resyncs: ready ? resyncs + 1 : 0 });
    } else if (fold.shown !== this.#view.console) {
      this.#change({ console: fold.shown });
    }
    return 'folded';
  }

  setLink(link: LinkState): void {
    this.#change({ link });
  }

  setAbout(about: About): void {
    this.#change({ about });
  }

  #change(change: Partial<ConsoleView>): void {
    this.#view = { ...this.#view, ...change };
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      this.#shown = this.#view;
      for (const listener of this.#listeners) listener();
    });
  }
}
