import { PRACTICE_CALLER, PRACTICE_WRITER, type Call } from '../../shared/call/call';
import type { CallerFacts } from '../../shared/call/events/call';
import { displayNumber } from '../ui/text/phone-number';
import { plainLine } from '../ui/text/plain-text';

const OURSELVES: ReadonlySet<string> = new Set([PRACTICE_CALLER, PRACTICE_WRITER]);

/** Badge about a caller; `title` says who says so. */
interface CallerBadge {
  readonly text: string;
  readonly title: string;
  readonly tone: 'plain' | 'amber';
}

const ATTESTED: Readonly<Record<NonNullable<CallerFacts['attested']>, CallerBadge>> = {
  A: { text: 'verified A', title: 'The carrier of the caller vouches that the number is theirs.', tone: 'plain' },
  B: {
    text: 'number unproven B',
    title: 'The carrier of the caller knows them, but does not vouch for the number.',
    tone: 'plain',
  },
  C: {
    text: 'number unproven C',
    title: 'The carrier that signed the call only passed it on; the number may be anybody’s.',
    tone: 'plain',
  },
  failed: {
    text: 'number may be forged',
    title: 'The carrier found that the signature of the call does not fit its number.',
    tone: 'amber',
  },
};

/** Badges for what the carrier says about a caller. Names and forwarding numbers are not proven. */
export function callerBadges({ caller }: Pick<Call, 'caller'>): readonly CallerBadge[] {
  if (caller === null) return [];
  const { name, attested, forwardedFrom } = caller;
  const badges: CallerBadge[] = [];
  if (name !== undefined) {
    const title = 'The carrier has this name for the number; nobody has proven it.';
    badges.push({ text: `“${plainLine(name)}”`, title, tone: 'plain' });
  }
  if (attested !== undefined) badges.push(ATTESTED[attested]);
  if (forwardedFrom !== undefined) {
    const title = 'The carrier says that this number was called, and forwarded the call here.';
    badges.push({ text: `forwarded from ${displayNumber(forwardedFrom)}`, title, tone: 'plain' });
  }
  return badges;
}

/** Number at the other end of a call: who rang, or whom we called. */
export function otherParty(call: Pick<Call, 'direction' | 'from' | 'to' | 'practice'>): string {
  if (call.practice && OURSELVES.has(call.from)) return 'Practice caller';
  return displayNumber(call.direction === 'in' ? call.from : call.to);
}
