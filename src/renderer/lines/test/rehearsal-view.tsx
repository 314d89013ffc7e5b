import type { Rehearsal } from '../../stores/lines-store';
import { useServices } from '../../services/services';
import { Notice } from '../../ui/notice';
import { displayNumber } from '../../ui/text/phone-number';
import { QuietButton } from '../../ui/quiet-button';
import { rehearsalProgress, rehearsalRefusal } from './rehearsal-progress';
import styles from './rehearsal-view.module.css';
import { StepMarks } from './step-marks';

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
