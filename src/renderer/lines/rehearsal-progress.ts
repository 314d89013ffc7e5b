import { REHEARSAL_STEPS, rehearsalWords, type RehearsalStep } from '../../shared/line/rehearsal';
import type { Rehearsal } from '../connection/lines-store';
import { NOT_REACHED, type Refusal } from '../connection/refusals';
import type { StepStanding, StepState } from './step-progress';

const LABELS: Readonly<Record<RehearsalStep, string>> = {
  number: 'The number points here',
  reachable: 'Reached from outside',
  webhook: 'The webhook answers',
  stream: 'The audio stream opens',
  audio: 'Sound goes both ways',
  model: 'OpenAI takes the key and has the model',
};

/** All steps of a test: which are done, which is under way, which failed. */
export function rehearsalProgress(rehearsal: Rehearsal): readonly StepStanding[] {
  const at = rehearsal.state === 'passed' ? REHEARSAL_STEPS.length : REHEARSAL_STEPS.indexOf(rehearsal.step);
  return REHEARSAL_STEPS.map((step, index) => ({ step, label: LABELS[step], state: stateOf(index) }));

  function stateOf(index: number): StepState {
    if (index < at) return 'done';
    if (index > at) return 'waiting';
    return rehearsal.state === 'failed' ? 'failed' : 'under way';
  }
}

/** Why a test failed, and what to do about it. */
export function rehearsalRefusal({ failure }: Extract<Rehearsal, { state: 'failed' }>): Refusal {
  return failure === 'not-reached' ? NOT_REACHED : rehearsalWords(failure);
}
