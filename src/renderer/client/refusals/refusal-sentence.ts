import type { FailureCode } from '../../../shared/contract/failures';
import type { PracticeRefusal } from '../../../shared/contract/practice-contract';
import { dialRefusalLabels, type DialRefusal } from '../../../shared/line/dial-refusal';
import { practiceRefusalLine } from './practice-refusals';
import { REFUSALS } from './refusals';

/** Refusal of an act as the contract answers it. */
export type Refused =
  | { readonly ok: false; readonly code: FailureCode }
  /** `detail`: the carrier's own code, for whoever looks it up; empty: there is none. */
  | { readonly ok: false; readonly code: DialRefusal; readonly detail: string }
  | {
      readonly ok: false;
      readonly code: PracticeRefusal;
      readonly problems: readonly { readonly sentence: string }[];
    };

/** Puts a refusal into words: why it was not done and, where that helps, what to do about it. */
export function refusalSentence(refused: Refused): string {
  if ('problems' in refused) return practiceRefusalLine(refused);
  if (!('detail' in refused)) return REFUSALS[refused.code];
  const { sentence, remedy } = dialRefusalLabels(refused.code);
  return refused.detail === '' ? `${sentence} ${remedy}` : `${sentence} ${remedy} (${refused.detail})`;
}
