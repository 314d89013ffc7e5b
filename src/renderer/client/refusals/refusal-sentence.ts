import type { FailureCode } from '../../../shared/contract/failures';
import type { PracticeRefusal } from '../../../shared/contract/practice-contract';
import { dialRefusalLabels, type DialRefusal } from '../../../shared/line/dial-refusal';
import { REFUSALS, type Refusal } from './refusals';

const PRACTICE_REFUSAL_WORDS: Readonly<Record<PracticeRefusal, Refusal>> = {
  'no-such-agent': { sentence: 'There is no such agent any more.', remedy: 'Choose another one.' },
  'draft-not-usable': { sentence: 'The draft could not answer a call yet.', remedy: '' },
  'no-headset': { sentence: 'This console has no sound yet.', remedy: 'Allow the microphone, then try again.' },
  'already-practising': { sentence: 'You are on a practice call.', remedy: 'Hang up first.' },
  'too-many-practising': {
    sentence: 'Too many consoles practise at this moment.',
    remedy: 'Try again when one of them has hung up.',
  },
  'practice-not-possible': {
    sentence: 'The practice call could not be placed.',
    remedy: 'Try again; if that does not help, start Switchboard anew.',
  },
};

/** Explains in one line why there is no practice call, what is wrong with the draft, and what to do. */
export function practiceRefusalLine({
  code,
  problems,
}: {
  readonly code: PracticeRefusal;
  readonly problems: readonly { readonly sentence: string }[];
}): string {
  const { sentence, remedy } = PRACTICE_REFUSAL_WORDS[code];
  return [sentence, ...problems.slice(0, 3).map((problem) => problem.sentence), remedy]
    .filter((part) => part !== '')
    .join(' ');
}

/** Refusal of an action, as the contract answers it. */
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
