import { EMPTY_CONSOLE, reduceConsole, type ConsoleState } from '../../shared/call/console';
import { withSnapshotPart } from '../../shared/contract/snapshot';
import type { FeedMessage } from '../../shared/contract/contract';

type StateMessage = Exclude<FeedMessage, { type: 'levels' }>;

/** Progress of reading one feed. */
export interface FeedFold {
  /** Last complete state, fit to be shown. */
  readonly shown: ConsoleState;
  /** Snapshot being assembled from its parts; null when none is incomplete. */
  readonly building: ConsoleState | null;
  /** True once a whole snapshot has arrived on this feed. Events before it have no state to apply to. */
  readonly caughtUp: boolean;
}

/** Starts a feed. The state shown before stays until the feed's own snapshot is complete. */
export function beginFold(shown: ConsoleState = EMPTY_CONSOLE): FeedFold {
  return { shown, building: null, caughtUp: false };
}

/** Folds one message. Returns `gap` when something is missing and only a new feed helps. */
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
