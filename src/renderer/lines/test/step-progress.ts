export type StepState = 'done' | 'under way' | 'failed' | 'waiting';

/** Step of a process that takes several, with its state. */
export interface StepStanding {
  readonly step: string;
  readonly label: string;
  readonly state: StepState;
}

/** Progress for screen readers: `Step 3 of 7: The tunnel is up`. */
export function progressWords(steps: readonly StepStanding[]): string {
  const at = steps.findIndex(({ state }) => state === 'under way' || state === 'failed');
  const step = steps[at];
  return step === undefined ? '' : `Step ${at + 1} of ${steps.length}: ${step.label}`;
}
