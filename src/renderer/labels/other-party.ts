import { PRACTICE_CALLER, PRACTICE_WRITER, type Call } from '../../shared/call/call';
import { displayNumber } from '../ui/text/phone-number';

const OURSELVES: ReadonlySet<string> = new Set([PRACTICE_CALLER, PRACTICE_WRITER]);

/** Number at the other end of a call: who rang, or whom we called. */
export function otherParty(call: Pick<Call, 'direction' | 'from' | 'to' | 'practice'>): string {
  if (call.practice && OURSELVES.has(call.from)) return 'Practice caller';
  return displayNumber(call.direction === 'in' ? call.from : call.to);
}
