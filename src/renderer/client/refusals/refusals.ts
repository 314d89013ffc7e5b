import type { FailureCode } from '../../../shared/contract/failures';
import { NUMBER_REFUSAL_WORDS } from '../../../shared/line/dial-refusal';
import type { SETUP_REFUSALS } from '../../../shared/contract/setup-contract';

/** Refusals of acts in the operator's words. */
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
  'not-a-number': NUMBER_REFUSAL_WORDS['not-a-number'].sentence,
  'emergency-number': NUMBER_REFUSAL_WORDS['emergency-number'].sentence,
  'premium-number': NUMBER_REFUSAL_WORDS['premium-number'].sentence,
  'satellite-number': NUMBER_REFUSAL_WORDS['satellite-number'].sentence,
};

/** Shown when a command did not reach the main process, or it failed. */
export const NOT_DONE = 'Switchboard did not answer, so this may not have been done.';

/** Why something was not done, and what to do about it. */
export interface Refusal {
  readonly sentence: string;
  readonly remedy: string;
}

/** `NOT_DONE`, with what to do about it. */
export const NOT_REACHED: Refusal = { sentence: NOT_DONE, remedy: 'Try again in a moment.' };

/** Why a choice of the user's was not taken. */
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
