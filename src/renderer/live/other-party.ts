import type { Call } from '../../shared/call/call';
import { PRACTICE_CALLER } from '../../shared/call/practice-caller';
import { displayNumber } from '../ui/phone-number';

/** The number at the other end: who rang, or whom we called. */
export function otherParty(call: Pick<Call, 'direction' | 'from' | 'to' | 'practice'>): string {
  if (call.practice && call.from === PRACTICE_CALLER) return 'Practice caller';
  return displayNumber(call.direction === 'in' ? call.from : call.to);
}
