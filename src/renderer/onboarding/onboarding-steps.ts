import { ONBOARDING_STEPS, type OnboardingStep } from '../../shared/contract/setup-contract';

/** A step that is shown; `done` is none. */
export type ShownStep = Exclude<OnboardingStep, 'done'>;

/** The steps that are shown, in order. */
export const SHOWN_STEPS = ONBOARDING_STEPS.filter((step) => step !== 'done');

const TITLES: Readonly<Record<ShownStep, string>> = {
  model: 'The model that talks',
  carrier: 'Your phone numbers',
  tunnel: 'How calls reach you',
  line: 'A line, and what it says',
};

/** What a step is called. */
export function stepTitle(step: ShownStep): string {
  return TITLES[step];
}

/** The step to resume at: the furthest that was reached. */
export function resumeAt(reached: OnboardingStep): ShownStep {
  return reached === 'done' ? 'model' : reached;
}

/** The step before or after; null: there is none. */
export function neighbourStep(step: ShownStep, by: 1 | -1): ShownStep | null {
  return SHOWN_STEPS[SHOWN_STEPS.indexOf(step) + by] ?? null;
}

/** Whether a step may be gone to: it was reached before. */
export function isReached(step: ShownStep, reached: OnboardingStep): boolean {
  return ONBOARDING_STEPS.indexOf(step) <= ONBOARDING_STEPS.indexOf(reached);
}
