import { EMPTY_CONSOLE, reduceConsole, type ConsoleState } from '../../shared/call/console';
import { withSnapshotPart } from '../../shared/contract/snapshot';
import type { FeedMessage } from '../../shared/contract/contract';

type StateMessage = Exclude<FeedMessage, { type: 'levels' }>;

/** How far one feed was read. */
export interface FeedFold {
  /** Complete, and fit to be shown. */
  readonly shown: ConsoleState;
  /** A snapshot of which parts are still to come. */
  readonly building: ConsoleState | null;
  /** Whether a whole snapshot came on this feed: before it, events have nothing to stand on. */
  readonly caughtUp: boolean;
}

/** The start of a feed: what was shown before stays until the feed's own snapshot is complete. */
export function beginFold(shown: ConsoleState = EMPTY_CONSOLE): FeedFold {
  return { shown, building: null, caughtUp: false };
}

/** Folds one message. `gap`: something is missing, only a new feed helps. */
export function foldFeed(fold: FeedFold, message: StateMessage): FeedFold | 'gap' {
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
