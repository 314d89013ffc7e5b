import { GO_LIVE_STEPS, type GoLiveStep } from '../../shared/line/go-live-step';
import type { LineStatus } from './line-labels';
import { StepMarks, type StepStatus, type StepState } from './test/step-marks';

/** Steps of going live, each with its mark. */
export function GoLiveSteps({ status }: { readonly status: LineStatus }) {
  return <StepMarks name="Steps of going live" steps={goLiveProgress(status)} />;
}

const LABELS: Readonly<Record<GoLiveStep, string>> = {
  keys: 'Twilio knows the keys and the number',
  listener: 'Listening on this machine',
  tunnel: 'The tunnel is up',
  reachable: 'Reached from outside',
  'routing-saved': 'Where it points today is saved',
  pointed: 'The number points here',
  verified: 'Read back and verified',
};

/** Steps of going live with their states: which are done, which is under way, which failed. */
export function goLiveProgress({ state, step, trouble }: LineStatus): readonly StepStatus[] {
  const at = step === null ? -1 : GO_LIVE_STEPS.indexOf(step);
  return GO_LIVE_STEPS.map((each, index) => ({ step: each, label: LABELS[each], state: stateOf(index) }));

  function stateOf(index: number): StepState {
    if (state === 'live') return 'done';
    if (at < 0 || index > at) return 'waiting';
    if (index < at) return 'done';
    return state === 'going live' ? 'under way' : trouble === null ? 'waiting' : 'failed';
  }
}
