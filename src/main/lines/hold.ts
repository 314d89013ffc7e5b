import { sameRouting, type Routing } from '../../shared/line/routing';
import type { SavedRouting } from '../ports/ports-lines';
import { withoutUs } from './routing-without-us';

/** What a line has done to its number: nothing, pointed it here, or given it back for as long as an outage lasts. */
export type Hold = 'none' | 'pointed' | { readonly givenBackAs: Routing };

/** Whether nobody changed the number since the line did. `note`: what it was before. */
export function isAsLeft(hold: Hold, current: Routing, note: SavedRouting | undefined): boolean {
  if (typeof hold === 'object') return sameRouting(current, hold.givenBackAs);
  return hold === 'none' || note === undefined || !withoutUs(current, note).isTaken;
}
