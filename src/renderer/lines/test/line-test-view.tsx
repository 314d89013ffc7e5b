import { LINE_TEST_STEPS, lineTestLabels, type LineTestStep } from '../../../shared/line/line-test';
import { NOT_REACHED, type Refusal } from '../../client/refusals/refusals';
import { useServices } from '../../services/services';
import type { LineRefusal, LineTest } from '../../stores/lines-store';
import { Notice } from '../../ui/notice';
import { QuietButton } from '../../ui/quiet-button';
import { displayNumber } from '../../ui/text/phone-number';
import styles from './line-test-view.module.css';
import { StepMarks, type StepStatus, type StepState } from './step-marks';

interface LineTestViewProps {
  readonly number: string;
  readonly lineTest: LineTest;
}

/** Test of a line, step by step, with its result, which is read out when it appears. */
export function LineTestView({ number, lineTest }: LineTestViewProps) {
  const { lines } = useServices();
  const shown = displayNumber(number);
  const close = (
    <QuietButton aria-label={`Close the test of ${shown}`} onClick={() => lines.forgetLineTest(number)}>
      Close
    </QuietButton>
  );
  return (
    <section aria-label={`Test of ${shown}`} className={styles['test']}>
      <StepMarks name="Steps of the test" steps={lineTestProgress(lineTest)} />
      <div role="status">
        {lineTest.state === 'passed' && (
          <Notice
            tone="ok"
            sentence="A call to this number would be answered."
            remedy={`Tested without a phone, and without the model talking. Sound takes ${Math.round(lineTest.roundTripMs)} ms through the public address and back.`}
            action={close}
          />
        )}
        {lineTest.state === 'failed' && <Notice tone="failing" {...lineTestRefusal(lineTest)} action={close} />}
      </div>
    </section>
  );
}

type FailedLineTest = Extract<LineTest, { state: 'failed' }>;

const LABELS: Readonly<Record<LineTestStep, string>> = {
  number: 'The number points here',
  reachable: 'Reached from outside',
  webhook: 'The webhook answers',
  stream: 'The audio stream opens',
  audio: 'Sound goes both ways',
  model: 'OpenAI has the model',
};

/** Steps of a test with their states: which are done, which is under way, which failed. */
export function lineTestProgress(lineTest: LineTest): readonly StepStatus[] {
  const at = lineTest.state === 'passed' ? LINE_TEST_STEPS.length : LINE_TEST_STEPS.indexOf(lineTest.step);
  return LINE_TEST_STEPS.map((step, index) => ({ step, label: LABELS[step], state: stateOf(index) }));

  function stateOf(index: number): StepState {
    if (index < at) return 'done';
    if (index > at) return 'waiting';
    return lineTest.state === 'failed' ? 'failed' : 'under way';
  }
}

/** Explains why a test failed, and what to do about it. `notes`: a code, where there is one. */
export function lineTestRefusal({ failure }: FailedLineTest): Refusal & { readonly notes: readonly string[] } {
  if (failure === 'not-reached') return { ...NOT_REACHED, notes: [] };
  const { sentence, remedy } = lineTestLabels(failure);
  return { sentence, remedy, notes: 'code' in failure && failure.code !== undefined ? [`Code: ${failure.code}.`] : [] };
}

/** True if a test failed by the very problem that the line itself reports. */
export function failedBy(lineTest: LineTest | undefined, problem: LineRefusal): boolean {
  if (lineTest?.state !== 'failed' || lineTest.failure === 'not-reached') return false;
  return lineTest.failure.of === 'line' && lineTest.failure.problem === problem;
}
