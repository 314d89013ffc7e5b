import { Loader } from '@mantine/core';
import { IconCheck, IconHandStop, IconX } from '@tabler/icons-react';
import { waitsForPerson } from '../../shared/call/attention';
import type { ToolTurn } from '../../shared/call/transcript';
import { formatTook } from '../ui/text/format';
import { plainLine } from '../ui/text/plain-text';
import { Said } from '../ui/text/said';
import { ToolArguments } from './tool-arguments-view';
import styles from './tool-row.module.css';
import { decisionWords, outcomeWords } from './tool-words';

/** Longest excerpt of arguments and result that a closed row shows, characters. */
const GLANCE_CHARS = 240;

interface ToolRowProps {
  readonly turn: ToolTurn;
  readonly opened: boolean;
  readonly onToggle: (turnId: string) => void;
}

/** Row of a tool call in the transcript: closed, the request and its outcome on one line; opened, all of both. */
export function ToolRow({ turn, opened, onToggle }: ToolRowProps) {
  const { outcome } = turn;
  return (
    <div className={styles['tool']} data-state={stateOf(turn)}>
      <button type="button" aria-expanded={opened} className={styles['glance']} onClick={() => onToggle(turn.id)}>
        <StateIcon turn={turn} />
        <code className={styles['asked']}>
          <bdi>{`${plainLine(turn.name)} ${plainLine(turn.arguments.slice(0, GLANCE_CHARS))}`}</bdi>
        </code>
        <span className={styles['result']}>
          <bdi>{plainLine(outcomeWords(turn).slice(0, GLANCE_CHARS))}</bdi>
        </span>
        {outcome.state !== 'pending' && <span className={styles['took']}>{formatTook(outcome.tookMs)}</span>}
      </button>
      {opened && (
        <div className={styles['all']}>
          <ToolArguments raw={turn.arguments} />
          <div className={styles['output']}>
            <span className={styles['label']}>{decisionWords(turn) || 'Result'}</span>
            <Said text={outcomeWords(turn)} />
          </div>
        </div>
      )}
    </div>
  );
}

type State = 'waiting' | 'running' | 'answered' | 'failed';

function stateOf(turn: ToolTurn): State {
  if (turn.outcome.state !== 'pending') return turn.outcome.state;
  return waitsForPerson(turn) ? 'waiting' : 'running';
}

function StateIcon({ turn }: { readonly turn: ToolTurn }) {
  const icon = { size: 15, stroke: 2, role: 'img', className: styles['icon'] };
  switch (stateOf(turn)) {
    case 'waiting':
      return <IconHandStop {...icon} aria-label="Waits for a person" />;
    case 'running':
      return <Loader size={13} className={styles['icon']} aria-label="Running" />;
    case 'answered':
      return <IconCheck {...icon} aria-label="Answered" />;
    case 'failed':
      return <IconX {...icon} aria-label="Failed" />;
  }
}
