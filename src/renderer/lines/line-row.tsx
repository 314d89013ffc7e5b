import type { ListedLine } from '../stores/lines-store';
import { useConsole, useLines } from '../services/services';
import { Badge } from '../ui/badge';
import { Dot } from '../ui/dot';
import { formatSince } from '../ui/text/format';
import { displayNumber } from '../ui/text/phone-number';
import { AgentChoice } from './agent-choice';
import { GoLiveSteps } from './go-live-steps';
import { useGoingOff } from './going-live';
import styles from './line-row.module.css';
import { LineSwitch } from './line-switch';
import { LineTroubleNotice } from './line-trouble';
import { failedBy } from './test/rehearsal-progress';
import { RehearsalView } from './test/rehearsal-view';
import { RetryButton } from './retry-button';
import { TestButton } from './test/test-button';
import { destinationWords, isAnswering, lineStatus, lineTone, nameBeside, retryOf } from './line-words';
import { useTimed } from '../ui/time/use-timed';

interface LineRowProps {
  readonly line: ListedLine;
  readonly onGoLive: (line: ListedLine) => void;
}

/** Row of a line: its number, destination, status, agent and switch. */
export function LineRow({ line, onGoLive }: LineRowProps) {
  const goOff = useGoingOff();
  const told = useConsole((view) => view.console.lines.get(line.number));
  const pending = useLines((view) => view.pending.get(line.number));
  const refused = useLines((view) => view.refused.get(line.number));
  const rehearsal = useLines((view) => view.rehearsals.get(line.number));
  const status = lineStatus(line, told, pending, refused);
  const since = useTimed((now) => (status.since === null ? '' : `since ${formatSince(status.since, now)}`));
  const { state, trouble } = status;
  const points = destinationWords(line.destination);
  const retry = trouble === null ? null : retryOf(trouble);
  const failedOnTheWay = state === 'off' && trouble !== null && status.step !== null;
  return (
    <div className={styles['row']}>
      <div className={styles['head']}>
        <div className={styles['who']}>
          <strong>{displayNumber(line.number)}</strong>
          <span>{nameBeside(line)}</span>
        </div>
        <div className={styles['where']}>
          {state === 'off' ? (
            <span>
              Points to <b>{points}</b>
            </span>
          ) : (
            <span>Answered here</span>
          )}
          <span>{line.canAnswer ? (state === 'off' ? '' : `Goes back to ${points}`) : ''}</span>
          {!line.canAnswer && <Badge>cannot answer voice calls</Badge>}
        </div>
        {line.canAnswer ? <AgentChoice number={line.number} /> : <span />}
        <div className={styles['state']}>
          <span className={styles['stateName']} data-tone={lineTone(status)}>
            <Dot tone={lineTone(status)} />
            {state}
          </span>
          <span>{state === 'off' && trouble === null ? '' : since}</span>
        </div>
        {isAnswering(status) && <TestButton low number={line.number} rehearsal={rehearsal} />}
        <LineSwitch
          number={line.number}
          status={status}
          canAnswer={line.canAnswer}
          onGoLive={() => onGoLive(line)}
          onGoOff={() => void goOff(line.number)}
        />
      </div>
      {(state === 'going live' || trouble !== null || rehearsal !== undefined) && (
        <div className={styles['more']}>
          {rehearsal !== undefined && <RehearsalView number={line.number} rehearsal={rehearsal} />}
          {(state === 'going live' || failedOnTheWay) && <GoLiveSteps status={status} />}
          {trouble !== null && !failedBy(rehearsal, trouble.of) && (
            <LineTroubleNotice
              trouble={trouble}
              failing={lineTone(status) === 'failing'}
              action={
                state === 'off' && retry !== null && <RetryButton again={retry} line={line} onGoLive={onGoLive} />
              }
            />
          )}
        </div>
      )}
    </div>
  );
}
