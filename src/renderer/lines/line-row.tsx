import { Button, NativeSelect, UnstyledButton } from '@mantine/core';
import { useAgents, useConsole, useLines, useServices } from '../services/services';
import type { ListedLine } from '../stores/lines-store';
import { Badge } from '../ui/badge';
import { Dot } from '../ui/dot';
import { showRefusal } from '../ui/refusal-toast';
import { formatSince } from '../ui/text/format';
import { displayNumber } from '../ui/text/phone-number';
import { useTimed } from '../ui/time/timer';
import { GoLiveSteps } from './go-live-steps';
import { useGoingOff } from './going-live';
import styles from './line-row.module.css';
import { LineTroubleNotice } from './line-trouble';
import {
  destinationLabel,
  isAnswering,
  lineStatus,
  lineTone,
  nameBeside,
  retryOf,
  type LineStatus,
} from './line-labels';
import { agentChoices, USUAL_AGENT } from './published-agents';
import { failedBy, LineTestView } from './test/line-test-view';
import { TestButton } from './test/test-button';

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
  const lineTest = useLines((view) => view.lineTests.get(line.number));
  const status = lineStatus(line, told, pending, refused);
  const since = useTimed((now) => (status.since === null ? '' : `since ${formatSince(status.since, now)}`));
  const { state, trouble } = status;
  const points = destinationLabel(line.destination);
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
        {isAnswering(status) && <TestButton low number={line.number} lineTest={lineTest} />}
        <LineSwitch
          number={line.number}
          status={status}
          canAnswer={line.canAnswer}
          onGoLive={() => onGoLive(line)}
          onGoOff={() => void goOff(line.number)}
        />
      </div>
      {(state === 'going live' || trouble !== null || lineTest !== undefined) && (
        <div className={styles['more']}>
          {lineTest !== undefined && <LineTestView number={line.number} lineTest={lineTest} />}
          {(state === 'going live' || failedOnTheWay) && <GoLiveSteps status={status} />}
          {trouble !== null && !failedBy(lineTest, trouble.of) && (
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

interface LineSwitchProps {
  readonly number: string;
  readonly status: LineStatus;
  readonly canAnswer: boolean;
  readonly onGoLive: () => void;
  readonly onGoOff: () => void;
}

/** Switch that takes a line live, and off again; off also ends a going live that is under way. */
function LineSwitch({ number, status, canAnswer, onGoLive, onGoOff }: LineSwitchProps) {
  const off = status.state === 'off';
  const busy = status.state === 'going off';
  const label = busy ? 'Going off…' : off ? 'Go live' : 'Go off';
  return (
    <UnstyledButton
      className={styles['switch']}
      data-on={!off && !busy}
      disabled={busy || (off && !canAnswer)}
      aria-label={`${label}, ${displayNumber(number)}`}
      onClick={off ? onGoLive : onGoOff}
    >
      <span aria-hidden className={styles['track']} />
      {label}
    </UnstyledButton>
  );
}

/** Select of the agent that answers a line: the agent of all lines, or one of its own. */
function AgentChoice({ number }: { readonly number: string }) {
  const { agents } = useServices();
  const library = useAgents((view) => view.library);
  if (library === null) return <span />;
  const choose = async (agentId: string): Promise<void> => {
    const refused = await agents.assign(number, agentId === USUAL_AGENT ? null : agentId);
    if (refused !== null) showRefusal(refused.refusal.sentence);
  };
  return (
    <NativeSelect
      aria-label={`Agent of ${displayNumber(number)}`}
      classNames={{ input: styles['input'] }}
      value={library.lines[number] ?? USUAL_AGENT}
      data={[...agentChoices(library, null)]}
      onChange={(event) => void choose(event.currentTarget.value)}
    />
  );
}

interface RetryButtonProps {
  readonly again: 'go live' | 'go off';
  readonly line: ListedLine;
  readonly onGoLive: (line: ListedLine) => void;
}

/** Button that retries what failed. */
function RetryButton({ again, line, onGoLive }: RetryButtonProps) {
  const goOff = useGoingOff();
  return (
    <Button
      variant="default"
      aria-label={`Retry, ${displayNumber(line.number)}`}
      onClick={() => {
        if (again === 'go live') onGoLive(line);
        else void goOff(line.number);
      }}
    >
      Retry
    </Button>
  );
}
