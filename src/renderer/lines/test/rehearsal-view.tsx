import { REHEARSAL_STEPS, rehearsalLabels, type RehearsalStep } from '../../../shared/line/rehearsal';
import { NOT_REACHED, type Refusal } from '../../client/refusals/refusals';
import { useServices } from '../../services/services';
import type { LineRefusal, Rehearsal } from '../../stores/lines-store';
import { Notice } from '../../ui/notice';
import { QuietButton } from '../../ui/quiet-button';
import { displayNumber } from '../../ui/text/phone-number';
import styles from './rehearsal-view.module.css';
import { StepMarks, type StepStanding, type StepState } from './step-marks';

interface RehearsalViewProps {
  readonly number: string;
  readonly rehearsal: Rehearsal;
}

/** Test of a line, step by step, with its result, which is read out when it appears. */
export function RehearsalView({ number, rehearsal }: RehearsalViewProps) {
  const { lines } = useServices();
  const shown = displayNumber(number);
  const close = (
    <QuietButton aria-label={`Close the test of ${shown}`} onClick={() => lines.forgetRehearsal(number)}>
      Close
    </QuietButton>
  );
  return (
    <section aria-label={`Test of ${shown}`} className={styles['test']}>
      <StepMarks name="Steps of the test" steps={rehearsalProgress(rehearsal)} />
      <div role="status">
        {rehearsal.state === 'passed' && (
          <Notice
            tone="ok"
            sentence="A call to this number would be answered."
            remedy={`Tested without a phone, and without the model talking. Sound takes ${Math.round(rehearsal.roundTripMs)} ms through the public address and back.`}
            action={close}
          />
        )}
        {rehearsal.state === 'failed' && <Notice tone="failing" {...rehearsalRefusal(rehearsal)} action={close} />}
      </div>
    </section>
  );
}

type FailedRehearsal = Extract<Rehearsal, { state: 'failed' }>;

const LABELS: Readonly<Record<RehearsalStep, string>> = {
  number: 'The number points here',
  reachable: 'Reached from outside',
  webhook: 'The webhook answers',
  stream: 'The audio stream opens',
  audio: 'Sound goes both ways',
  model: 'OpenAI has the model',
};

/** Steps of a test with their states: which are done, which is under way, which failed. */
export function rehearsalProgress(rehearsal: Rehearsal): readonly StepStanding[] {
  const at = rehearsal.state === 'passed' ? REHEARSAL_STEPS.length : REHEARSAL_STEPS.indexOf(rehearsal.step);
  return REHEARSAL_STEPS.map((step, index) => ({ step, label: LABELS[step], state: stateOf(index) }));

  function stateOf(index: number): StepState {
    if (index < at) return 'done';
    if (index > at) return 'waiting';
    return rehearsal.state === 'failed' ? 'failed' : 'under way';
  }
}

/** Explains why a test failed, and what to do about it. `notes`: a code, where there is one. */
export function rehearsalRefusal({ failure }: FailedRehearsal): Refusal & { readonly notes: readonly string[] } {
  if (failure === 'not-reached') return { ...NOT_REACHED, notes: [] };
  const { sentence, remedy } = rehearsalLabels(failure);
  return { sentence, remedy, notes: 'code' in failure && failure.code !== undefined ? [`Code: ${failure.code}.`] : [] };
}

/** True if a test failed by the very problem that the line itself reports. */
export function failedBy(rehearsal: Rehearsal | undefined, problem: LineRefusal): boolean {
  if (rehearsal?.state !== 'failed' || rehearsal.failure === 'not-reached') return false;
  return rehearsal.failure.of === 'line' && rehearsal.failure.problem === problem;
}
