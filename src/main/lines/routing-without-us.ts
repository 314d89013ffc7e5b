import { sameRouting, type Routing } from '../../shared/line/routing';
import type { SavedRouting } from '../ports/ports-lines';

type Note = Pick<SavedRouting, 'before' | 'ours'>;

/** Whose a part of a routing is: as we wrote it, as it was before us, or somebody else's since. */
type Whose = 'ours' | 'before' | 'edited';

/** What a number would be had it never gone live, with everything that others changed since left as it is. */
export interface WithoutUs {
  readonly routing: Routing;
  /** Whether somebody changed something since. */
  readonly isEdited: boolean;
  /** Whether somebody else's change took the calls away from us. */
  readonly isTaken: boolean;
}

/** Merges part by part, because a change to one part says nothing about the others. */
export function withoutUs(current: Routing, { before, ours }: Note): WithoutUs {
  const whose = (same: (one: Routing, other: Routing) => boolean): Whose => {
    if (ours.some((each) => same(current, each))) return 'ours';
    return same(current, before) ? 'before' : 'edited';
  };
  const voice = whose(sameVoice);
  const fallback = whose(sameFallback);
  const status = whose(sameStatus);
  const owner = whose(sameOwner);
  const voiceFrom = voice === 'ours' ? before : current;
  const fallbackFrom = fallback === 'ours' ? before : current;
  const statusFrom = status === 'ours' ? before : current;
  // Put back, an application or a trunk would silence the voice address that somebody chose since.
  const ownerFrom = owner === 'ours' && voice !== 'edited' ? before : current;
  return {
    routing: {
      voiceUrl: voiceFrom.voiceUrl,
      voiceMethod: voiceFrom.voiceMethod,
      fallbackUrl: fallbackFrom.fallbackUrl,
      fallbackMethod: fallbackFrom.fallbackMethod,
      statusUrl: statusFrom.statusUrl,
      statusMethod: statusFrom.statusMethod,
      applicationId: ownerFrom.applicationId,
      trunkId: ownerFrom.trunkId,
    },
    isEdited: [voice, fallback, status, owner].includes('edited'),
    isTaken: voice !== 'ours' || owner !== 'ours',
  };
}

/** Whether calls to a number routed so come to the address in `ours`. */
export function isAnsweredBy(current: Routing, ours: Routing): boolean {
  return sameVoice(current, ours) && current.voiceMethod === ours.voiceMethod && sameOwner(current, ours);
}

/** The address alone decides: a method is nothing without it. */
function sameVoice(one: Routing, other: Routing): boolean {
  return one.voiceUrl === other.voiceUrl;
}

function sameStatus(one: Routing, other: Routing): boolean {
  return one.statusUrl === other.statusUrl;
}

/** The fallback may be one that was there before us, so its method counts. */
function sameFallback(one: Routing, other: Routing): boolean {
  return one.fallbackUrl === other.fallbackUrl && one.fallbackMethod === other.fallbackMethod;
}

function sameOwner(one: Routing, other: Routing): boolean {
  return one.applicationId === other.applicationId && one.trunkId === other.trunkId;
}

/** What a line has done to its number: nothing, pointed it here, or given it back for as long as an outage lasts. */
export type Ownership = 'none' | 'pointed' | { readonly givenBackAs: Routing };

/** Whether nobody changed the number since the line did. `note`: what it was before. */
export function isUnchangedByOthers(ownership: Ownership, current: Routing, note: SavedRouting | undefined): boolean {
  if (typeof ownership === 'object') return sameRouting(current, ownership.givenBackAs);
  return ownership === 'none' || note === undefined || !withoutUs(current, note).isTaken;
}
