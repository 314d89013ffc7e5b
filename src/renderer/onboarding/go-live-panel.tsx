import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ListedLine } from '../stores/lines-store';
import { useConsole, useLines } from '../services/services';
import { GoLiveSteps } from '../lines/go-live-steps';
import { useGoingOff } from '../lines/going-live';
import { LineTroubleNotice } from '../lines/line-trouble';
import { isAnswering, lineStatus, lineTone } from '../lines/line-words';
import { failedBy } from '../lines/test/rehearsal-progress';
import { RehearsalView } from '../lines/test/rehearsal-view';
import { TestButton } from '../lines/test/test-button';
import { Notice } from '../ui/notice';
import { displayNumber } from '../ui/text/phone-number';
import styles from './go-live-panel.module.css';

interface GoLivePanelProps {
  readonly line: ListedLine;
  readonly onGoLive: (line: ListedLine) => void;
}

/** Takes the chosen line live, and shows how far it is. */
export function GoLivePanel({ line, onGoLive }: GoLivePanelProps) {
  const goOff = useGoingOff();
  const panel = useRef<HTMLElement>(null);
  const told = useConsole((view) => view.console.lines.get(line.number));
  const pending = useLines((view) => view.pending.get(line.number));
  const refused = useLines((view) => view.refused.get(line.number));
  const rehearsal = useLines((view) => view.rehearsals.get(line.number));
  const status = lineStatus(line, told, pending, refused);
  const { state, trouble } = status;
  const shown = displayNumber(line.number);
  const problem = trouble?.of;
  useEffect(() => {
    if (state !== 'off' || problem !== undefined) panel.current?.scrollIntoView({ block: 'end' });
  }, [state, problem]);
  return (
    <section ref={panel} aria-label={`Going live with ${shown}`} className={styles['panel']}>
      <div className={styles['head']}>
        {state === 'off' ? (
          <Button disabled={!line.canAnswer} onClick={() => onGoLive(line)}>
            {trouble === null ? 'Go live' : 'Retry'}
          </Button>
        ) : (
          <Button variant="default" disabled={state === 'going off'} onClick={() => void goOff(line.number)}>
            {state === 'going off' ? 'Going off…' : 'Go off'}
          </Button>
        )}
        {isAnswering(status) && <TestButton number={line.number} rehearsal={rehearsal} />}
        <strong>{shown}</strong>
        {!line.canAnswer && <span className={styles['unable']}>cannot answer voice calls</span>}
      </div>
      {state !== 'going off' && <GoLiveSteps status={status} />}
      {rehearsal !== undefined && <RehearsalView number={line.number} rehearsal={rehearsal} />}
      {trouble !== null && !failedBy(rehearsal, trouble.of) && (
        <LineTroubleNotice trouble={trouble} failing={lineTone(status) === 'failing'} />
      )}
      <div aria-live="polite">
        {state === 'live' && (
          <Notice tone="ok" sentence={`${shown} is live.`} remedy="Call it now: the call appears in the console." />
        )}
      </div>
    </section>
  );
}
