import type { AgentRefusal } from '../../../shared/agent/agent-library';
import type { FailureCode } from '../../../shared/contract/failures';
import type { PracticeRefusal } from '../../../shared/contract/practice-contract';
import type { SETUP_REFUSALS } from '../../../shared/contract/setup-contract';
import { dialRefusalLabels, NUMBER_REFUSAL_LABELS, type DialRefusal } from '../../../shared/line/dial-refusal';

/** Refusals of actions in the operator's words. */
export const REFUSALS: Readonly<Record<FailureCode, string>> = {
  'no-such-call': 'Switchboard does not know that call any more.',
  'call-over': 'The call is already over.',
  'no-such-tool-call': 'The agent does not wait for that answer any more.',
  'already-answered': 'That was answered already; the first answer counts.',
  'stale-approval': 'The agent has asked again since: what you saw is not what it wants now. Nothing was run.',
  'nothing-to-stop': 'There was nothing left to stop: the caller had heard it all.',
  'not-live': 'The agent is not on the line yet.',
  'not-your-floor': 'Another console speaks to this caller now.',
  'floor-taken': 'Another operator has taken this call over.',
  'no-headset': 'This console has no sound yet. Allow the microphone, then try again.',
  'too-many-waiting': 'The agent has not taken up what was sent before. Wait for it, then send this.',
  'no-such-version': 'That version of the agent cannot be read any more.',
  'nothing-to-change': 'The call has all of that version that can change in the middle of a call.',
  'not-possible-now': 'This cannot be done at this point of the call.',
  'nothing-said': 'No words were heard. Hold the key while you speak, and check the microphone.',
  'not-transcribed': 'What you said could not be written down. Type it instead, or try again.',
  'already-transferring': 'The caller is being put through to somebody already.',
  'not-a-number': NUMBER_REFUSAL_LABELS['not-a-number'].sentence,
  'emergency-number': NUMBER_REFUSAL_LABELS['emergency-number'].sentence,
  'premium-number': NUMBER_REFUSAL_LABELS['premium-number'].sentence,
  'satellite-number': NUMBER_REFUSAL_LABELS['satellite-number'].sentence,
};

/** Sentence shown when a command did not reach the main process, or failed. */
export const NOT_DONE = 'Switchboard did not answer, so this may not have been done.';

/** Reason why something was not done, and what to do about it. */
export interface Refusal {
  readonly sentence: string;
  readonly remedy: string;
}

/** Refusal of `NOT_DONE`, with what to do about it. */
export const NOT_REACHED: Refusal = { sentence: NOT_DONE, remedy: 'Try again in a moment.' };

/** Refusal of a request that the console API does not take in one piece. Nothing of it was sent or done. */
export const TOO_LARGE: Refusal = {
  sentence: 'This is larger than Switchboard takes at once, 2 MB. Nothing was changed.',
  remedy: 'Shorten it, then try again.',
};

/** Refusal of a request that breaks the contract, as a text that is too long does. Nothing was done. */
export const NOT_TAKEN: Refusal = {
  sentence: 'Switchboard does not take this as it is: a part of it is too long. Nothing was changed.',
  remedy: 'Shorten what was entered, then try again.',
};

/** Explanations of why a choice of the user's was not accepted, each with a remedy. */
export const SETUP_REFUSAL_WORDS: Readonly<Record<(typeof SETUP_REFUSALS)[number], Refusal>> = {
  fixed: {
    sentence: 'Switchboard was started with this set in its environment.',
    remedy: 'Change it there, then start Switchboard again.',
  },
  'cannot-save': {
    sentence: 'This could not be written to disk; what was chosen before still counts.',
    remedy: 'Check that the data folder can be written and the disk has room.',
  },
  'not-usable': { sentence: 'This cannot be used as it is.', remedy: 'Check what was entered, then try again.' },
};

/** Explanations of why something was not done to an agent, each with a remedy. */
export const AGENT_REFUSAL_WORDS: Readonly<Record<AgentRefusal, Refusal>> = {
  'no-such-agent': { sentence: 'This agent is not there any more.', remedy: 'Another console may have removed it.' },
  'no-such-version': {
    sentence: 'This version cannot be read.',
    remedy: 'Its file was damaged; what is left of it was kept beside it.',
  },
  'changed-elsewhere': {
    sentence: 'Another console changed this draft in the meantime.',
    remedy: 'Look at what changed, then decide which of the two stays.',
  },
  'cannot-publish': {
    sentence: 'The draft cannot answer calls as it is.',
    remedy: 'Mend what is marked, then publish.',
  },
  'never-published': {
    sentence: 'This agent was never published, so it cannot answer calls.',
    remedy: 'Publish it first.',
  },
  'lines-use-it': {
    sentence: 'Lines are answered by this agent.',
    remedy: 'Give them another one on the Lines screen, then remove it.',
  },
  'is-default': {
    sentence: 'This agent answers every line that has none of its own.',
    remedy: 'Let another agent answer those, then remove it.',
  },
  'too-many': { sentence: 'There are as many agents as there can be.', remedy: 'Remove one that is not needed.' },
  'too-large': {
    sentence: 'The draft is larger than 1 MB, which is the most that is kept of an agent.',
    remedy: 'Shorten its instructions or its tools; it stays here as it is until then.',
  },
  'cannot-save': {
    sentence: 'This could not be written to disk; what was there before still counts.',
    remedy: 'Check that the data folder can be written and the disk has room.',
  },
  'not-an-agent-file': {
    sentence: 'This file was not taken.',
    remedy: 'What is wrong with it is listed with its place.',
  },
};

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
function practiceRefusalLine({
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
