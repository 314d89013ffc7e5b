import { goLiveProgress } from './go-live-progress';
import type { LineStatus } from './line-words';
import { StepMarks } from './test/step-marks';

/** Steps of going live, each with its mark. */
export function GoLiveSteps({ status }: { readonly status: LineStatus }) {
  return <StepMarks name="Steps of going live" steps={goLiveProgress(status)} />;
}
