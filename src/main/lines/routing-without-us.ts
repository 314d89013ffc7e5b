import { sameRouting, type Routing } from '../../shared/line/routing';
import type { SavedRouting } from '../ports/ports-lines';

type Note = Pick<SavedRouting, 'before' | 'ours'>;

/** Author of a part of a routing: we wrote it, it was there before us, or somebody else has edited it since. */
type Whose = 'ours' | 'before' | 'edited';

/** Routing of a number as if it had never gone live, with every later change of others kept. */
export interface WithoutUs {
  readonly routing: Routing;
  /** True when somebody else changed a part since. */
  readonly isEdited: boolean;
  /** True when somebody else's change took the calls away from us. */
  readonly isTaken: boolean;
}

/**
 * Merges the original routing into the present one, part by part: a change to one part says nothing about the others.
 */
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

/** True when calls with routing `current` reach the address in `ours`. */
export function isAnsweredBy(current: Routing, ours: Routing): boolean {
  return sameVoice(current, ours) && current.voiceMethod === ours.voiceMethod && sameOwner(current, ours);
}

/** Compares the address alone: without one the method means nothing. */
function sameVoice(one: Routing, other: Routing): boolean {
  return one.voiceUrl === other.voiceUrl;
}

function sameStatus(one: Routing, other: Routing): boolean {
  return one.statusUrl === other.statusUrl;
}

/** Compares address and method, since the fallback may be one that was there before us. */
function sameFallback(one: Routing, other: Routing): boolean {
  return one.fallbackUrl === other.fallbackUrl && one.fallbackMethod === other.fallbackMethod;
}

function sameOwner(one: Routing, other: Routing): boolean {
  return one.applicationId === other.applicationId && one.trunkId === other.trunkId;
}

/** Ownership of a number's routing: untouched, pointed here, or given back for as long as an outage lasts. */
export type Ownership = 'none' | 'pointed' | { readonly givenBackAs: Routing };

/** True when nobody else changed the number since the line did. `note`: its original routing. */
export function isUnchangedByOthers(ownership: Ownership, current: Routing, note: SavedRouting | undefined): boolean {
  if (typeof ownership === 'object') return sameRouting(current, ownership.givenBackAs);
  return ownership === 'none' || note === undefined || !withoutUs(current, note).isTaken;
}
