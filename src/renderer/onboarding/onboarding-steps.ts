import { ONBOARDING_STEPS, type OnboardingStep } from '../../shared/contract/setup-contract';

/** A step that has a page; `done` has none. */
export type ShownStep = Exclude<OnboardingStep, 'done'>;

/** The steps that have a page, in order. */
export const SHOWN_STEPS = ONBOARDING_STEPS.filter((step) => step !== 'done');

const TITLES: Readonly<Record<ShownStep, string>> = {
  model: 'The model that talks',
  carrier: 'Your phone numbers',
  tunnel: 'How calls reach you',
  line: 'A line, and what it says',
};

/** Returns the title of a step. */
export function stepTitle(step: ShownStep): string {
  return TITLES[step];
}

/** Returns the step to resume at: the furthest one reached, or the first once all are done. */
export function resumeAt(reached: OnboardingStep): ShownStep {
  return reached === 'done' ? 'model' : reached;
}

/** Returns the step before or after; null when there is none. */
export function neighbourStep(step: ShownStep, by: 1 | -1): ShownStep | null {
  return SHOWN_STEPS[SHOWN_STEPS.indexOf(step) + by] ?? null;
}

/** True when the user may go to a step, because it was reached before. */
export function isReached(step: ShownStep, reached: OnboardingStep): boolean {
  return ONBOARDING_STEPS.indexOf(step) <= ONBOARDING_STEPS.indexOf(reached);
}
