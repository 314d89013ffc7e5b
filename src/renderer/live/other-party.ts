import type { Call } from '../../shared/call/call';
import { displayNumber } from '../ui/phone-number';

/** The number at the other end: who rang, or whom we called. */
export function otherParty(call: Call): string {
  return displayNumber(call.direction === 'in' ? call.from : call.to);
}
