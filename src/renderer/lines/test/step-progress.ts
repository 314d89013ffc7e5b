export type StepState = 'done' | 'under way' | 'failed' | 'waiting';

/** One step of something that takes several, as it stands. */
export interface StepStanding {
  readonly step: string;
  readonly label: string;
  readonly state: StepState;
}

/** How far it is, for those who listen: `Step 3 of 7: The tunnel is up`. */
export function progressWords(steps: readonly StepStanding[]): string {
  const at = steps.findIndex(({ state }) => state === 'under way' || state === 'failed');
  const step = steps[at];
  return step === undefined ? '' : `Step ${at + 1} of ${steps.length}: ${step.label}`;
}
