import { Loader } from '@mantine/core';
import { IconCheck, IconHandStop, IconX } from '@tabler/icons-react';
import { deadlineOf, waitsForPerson } from '../../shared/call/attention';
import type { ToolFailure } from '../../shared/call/events/tool';
import type { ToolTurn } from '../../shared/call/transcript';
import { assertNever } from '../../shared/std/assert-never';
import { formatTook } from '../ui/text/format';
import { plainLine } from '../ui/text/plain-text';
import { Said } from '../ui/text/said';
import { ToolArguments } from './tool-arguments-view';
import styles from './tool-row.module.css';

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
          <bdi>{plainLine(outcomeLabel(turn).slice(0, GLANCE_CHARS))}</bdi>
        </span>
        {outcome.state !== 'pending' && <span className={styles['took']}>{formatTook(outcome.tookMs)}</span>}
      </button>
      {opened && (
        <div className={styles['all']}>
          <ToolArguments raw={turn.arguments} />
          <div className={styles['output']}>
            <span className={styles['label']}>{decisionLabel(turn) || 'Result'}</span>
            <Said text={outcomeLabel(turn)} />
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

/** Short reason for each kind of tool failure. */
export const TOOL_FAILURES_IN_WORDS: Readonly<Record<ToolFailure, string>> = {
  'unknown-tool': 'There is no such tool',
  'bad-arguments': 'The arguments do not fit the tool',
  'timed-out': 'No answer in time',
  failed: 'The tool failed',
  'too-large': 'The answer was too large',
  refused: 'Rejected',
  superseded: 'The agent asked again',
  'switched-off': 'Switched off for this call',
  'call-ended': 'The call ended first',
};

/** Describes the outcome of a tool call, in the tool's or the operator's own words where there are any. */
export function outcomeLabel(turn: ToolTurn): string {
  const { outcome } = turn;
  switch (outcome.state) {
    case 'pending':
      return pendingLabel(turn);
    case 'answered':
      return outcome.output === '' ? 'done' : outcome.output;
    case 'failed': {
      const words = TOOL_FAILURES_IN_WORDS[outcome.failure];
      return outcome.detail === '' || outcome.detail === words ? words : `${words}: ${outcome.detail}`;
    }
    default:
      return assertNever(outcome);
  }
}

/** Message to an operator whose answer was not sent yet when the tool call was settled. */
export function lateAnswerWords(turn: ToolTurn): string {
  const { outcome } = turn;
  const name = plainLine(turn.name);
  const unsent = 'What you wrote was not sent.';
  if (outcome.state === 'answered') return `Somebody else answered ${name}. ${unsent}`;
  if (outcome.state === 'failed' && outcome.failure === 'refused') return `Somebody else rejected ${name}. ${unsent}`;
  if (outcome.state === 'failed' && outcome.failure === 'call-ended')
    return `The call ended before ${name} was answered. ${unsent}`;
  return `The time to answer ${name} was over. ${unsent}`;
}

/** Time left until a tool call that waits for a person fails, ms; never below zero. */
export function timeLeftMs(turn: ToolTurn, now: number): number {
  return Math.max(0, deadlineOf(turn) - now);
}

/** Describes who answered or decided, to precede the outcome. Empty when the tool answered by itself, unasked. */
function decisionLabel({ outcome, approval }: ToolTurn): string {
  if (outcome.state === 'answered' && outcome.by === 'operator') return 'Answered by an operator';
  if (outcome.state === 'answered' && outcome.by === 'policy') return 'Nobody answered; as the tool says then';
  if (outcome.state === 'failed' && outcome.failure === 'superseded') return 'Out of date: the agent asked anew';
  return approval?.state === 'given' ? 'Approved by an operator' : '';
}

function pendingLabel(turn: ToolTurn): string {
  if (turn.approval?.state === 'asked') return 'waits for your approval';
  if (turn.toolKind === 'operator') return 'waits for you';
  return turn.approval?.state === 'given' ? 'approved, running' : 'running';
}
