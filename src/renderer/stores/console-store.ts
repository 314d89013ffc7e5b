import { EMPTY_CONSOLE, reduceConsole, type ConsoleState } from '../../shared/call/console';
import type { FeedMessage } from '../../shared/contract/contract';
import { withSnapshotPart } from '../../shared/contract/snapshot';
import type { About, LinkState } from '../client/console-connection';
import { Store } from './store';

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

type StateMessage = Exclude<FeedMessage, { type: 'levels' }>;

/** Progress of reading one feed. */
interface FeedFold {
  /** Last complete state, fit to be shown. */
  readonly shown: ConsoleState;
  /** Snapshot being assembled from its parts; null when none is incomplete. */
  readonly building: ConsoleState | null;
  /** True once a whole snapshot has arrived on this feed. Events before it have no state to apply to. */
  readonly caughtUp: boolean;
}

/** Starts a feed. The state shown before stays until the feed's own snapshot is complete. */
function beginFold(shown: ConsoleState = EMPTY_CONSOLE): FeedFold {
  return { shown, building: null, caughtUp: false };
}

/** Folds one message. Returns `gap` when something is missing and only a new feed helps. */
function foldFeed(fold: FeedFold, message: StateMessage): FeedFold | 'gap' {
  return message.type === 'snapshot' ? foldPart(fold, message.part) : foldEvents(fold, message.events);
}

function foldPart(fold: FeedFold, part: Extract<StateMessage, { type: 'snapshot' }>['part']): FeedFold | 'gap' {
  if (!part.first && fold.building === null) return 'gap';
  const building = withSnapshotPart(fold.building ?? EMPTY_CONSOLE, part);
  return part.last ? { shown: building, building: null, caughtUp: true } : { ...fold, building };
}

function foldEvents(fold: FeedFold, events: Extract<StateMessage, { type: 'events' }>['events']): FeedFold | 'gap' {
  if (!fold.caughtUp || fold.building !== null) return 'gap';
  let shown = fold.shown;
  for (const recorded of events) {
    if (recorded.seq > shown.seq + 1) return 'gap';
    shown = reduceConsole(shown, recorded);
  }
  return shown === fold.shown ? fold : { ...fold, shown };
}
