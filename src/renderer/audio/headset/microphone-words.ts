import type { Refusal } from '../../client/refusals/refusals';
import type { MicrophoneState } from '../capture/microphone-desk';

/** Explanations of a missing microphone, each with what to do about it. */
export const MICROPHONE_WORDS: Readonly<Record<Exclude<MicrophoneState, 'off' | 'asking' | 'open'>, Refusal>> = {
  denied: {
    sentence: 'Switchboard may not use the microphone.',
    remedy: 'Allow it in the system’s privacy settings, or beside the address in a browser, then try again.',
  },
  missing: {
    sentence: 'The chosen microphone is not connected.',
    remedy: 'Connect it, or choose another one.',
  },
  busy: {
    sentence: 'The microphone could not be opened.',
    remedy: 'Another program may be holding it. Close that, or choose another microphone.',
  },
  lost: {
    sentence: 'The microphone is gone.',
    remedy: 'Connect it again, or choose another one, then try again.',
  },
};

/** Joins sentence and remedy in one line, for a toast. */
export function refusalLine({ sentence, remedy }: Refusal): string {
  return `${sentence} ${remedy}`;
}
