import type { PracticeRefusal } from '../../../shared/contract/practice-contract';
import type { Refusal } from './refusals';

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

/** Why there is no practice call, what is wrong with the draft, and what to do, in one line. */
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
