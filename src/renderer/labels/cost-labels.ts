import { PRICES_OF } from '../../shared/agent/prices';
import type { Call } from '../../shared/call/call';
import { formatUsd } from '../ui/text/format';

type Cost = Pick<Call, 'costUsd' | 'isCostKnown' | 'practice'>;

/** Cost of a call as far as it is known. */
export function costLabel({ costUsd, isCostKnown }: Cost): string {
  if (isCostKnown) return formatUsd(costUsd);
  return costUsd === 0 ? 'not known' : `${formatUsd(costUsd)} and more`;
}

/** Explanation of a call's cost: what it counts, by which prices, and what it leaves out. */
export function costTitle({ isCostKnown }: Cost): string {
  return isCostKnown
    ? `The model and the caller’s transcript, by prices of ${PRICES_OF}. The carrier and operators’ transcripts are not counted.`
    : 'The price of this model is not known. See the bill of its service.';
}
