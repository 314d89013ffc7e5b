import { IconFlag } from '@tabler/icons-react';
import { memo, useEffect, useState, type ReactNode } from 'react';
import type { AgentTurn, CallerTurn, OperatorTurn, Turn, WhisperTurn } from '../../shared/call/transcript';
import { assertNever } from '../../shared/std/assert-never';
import { operatorLabel } from '../labels/phase-labels';
import { useServices } from '../services/services';
import { formatOffset } from '../ui/text/format';
import { plainLine, plainText } from '../ui/text/plain-text';
import { Said } from '../ui/text/said';
import saidStyles from '../ui/text/said.module.css';
import { ToolRow } from './tool-row';
import styles from './turn-row.module.css';
import { NOT_HEARD, callerWords, noteWords, receiptLabel, wayLabel, wordsAt, type Words } from './turn-words';
import whisperRowStyles from './whisper-row.module.css';

interface TurnRowProps {
  readonly turn: Turn;
  /** Epoch ms at which the call began. */
  readonly callStart: number;
  /** No caller's turn follows this one. */
  readonly latestOfCaller: boolean;
  /** Language that the caller changed to in this turn; empty: it is no other than before, or not known. */
  readonly heardIn: string;
  /** Turn in which the agent took up these words of an operator; undefined: it has not, or the turn is of another kind. */
  readonly reply: AgentTurn | undefined;
  readonly opened: boolean;
  readonly onToggle: (turnId: string) => void;
}

/** One entry of the transcript. */
export const TurnRow = memo(function TurnRow(props: TurnRowProps) {
  const { turn, callStart } = props;
  return (
    <div className={styles['turn']} data-kind={turn.kind}>
      <Who turn={turn} />
      <time className={styles['when']}>{formatOffset(turn.at - callStart)}</time>
      <div className={styles['what']}>{content(props)}</div>
    </div>
  );
});

function Who({ turn }: { readonly turn: Turn }) {
  const { consoleId } = useServices();
  if (turn.kind !== 'operator') return <span className={styles['who']}>{WHO[turn.kind]}</span>;
  const who = operatorLabel(turn, consoleId);
  return (
    <span className={styles['who']} title={who}>
      {who === 'You' ? who : 'Operator'}
    </span>
  );
}

const WHO: Readonly<Record<Exclude<Turn['kind'], 'operator'>, string>> = {
  caller: 'Caller',
  agent: 'Agent',
  whisper: '',
  tool: '',
  note: '',
};

function content({ turn, latestOfCaller, heardIn, reply, opened, onToggle }: TurnRowProps): ReactNode {
  switch (turn.kind) {
    case 'caller':
      return <CallerWords turn={turn} latest={latestOfCaller} heardIn={heardIn} />;
    case 'agent':
      return <AgentWords turn={turn} />;
    case 'operator':
      return <OperatorWords turn={turn} />;
    case 'whisper':
      return <WhisperRow turn={turn} reply={reply} />;
    case 'tool':
      return <ToolRow turn={turn} opened={opened} onToggle={onToggle} />;
    case 'note':
      return <Said text={noteWords(turn)} className={styles['note']} />;
    default:
      return assertNever(turn);
  }
}

function OperatorWords({ turn }: { readonly turn: OperatorTurn }) {
  if (turn.text !== '') return <Said text={turn.text} />;
  if (turn.state === 'failed') return <span className={styles['note']}>Could not be transcribed</span>;
  return <Speaking who="Operator is speaking" />;
}

interface CallerWordsProps {
  readonly turn: CallerTurn;
  readonly latest: boolean;
  readonly heardIn: string;
}

function CallerWords({ turn, latest, heardIn }: CallerWordsProps) {
  const words = callerWords(turn, latest);
  switch (words.kind) {
    case 'final':
      return (
        <>
          <Said text={words.text} />
          {heardIn !== '' && <span className={styles['language']}>{heardIn}</span>}
        </>
      );
    case 'interim':
      return <Said text={`${words.text} …`} className={styles['interim']} />;
    case 'listening':
      return <Speaking who="Caller is speaking" />;
    case 'note':
      return <span className={styles['note']}>{words.text}</span>;
    default:
      return assertNever(words);
  }
}

function Speaking({ who }: { readonly who: string }) {
  return (
    <span className={styles['listening']} role="img" aria-label={who}>
      <i />
      <i />
      <i />
    </span>
  );
}

/**
 * The agent's words: heard ones bright, those still to come lighter behind a thin bar, those never heard struck out.
 */
function AgentWords({ turn }: { readonly turn: AgentTurn }) {
  if (turn.text === '') return <span className={styles['coming']}>…</span>;
  return (
    <>
      {turn.speech.state === 'speaking' ? <SpeakingWords turn={turn} /> : <Shown words={wordsAt(turn, 0)} />}
      {turn.claim !== null && (
        <span className={styles['claim']}>
          <IconFlag size={13} stroke={2} aria-hidden />
          May have spoken of an outcome too early: {plainLine(turn.claim.name)} had none yet
        </span>
      )}
    </>
  );
}

/** Words that move with the phone's playback. Checked once a frame, rendered only when another word was heard. */
function SpeakingWords({ turn }: { readonly turn: AgentTurn }) {
  const { now } = useServices();
  const [heardChars, setHeardChars] = useState(() => wordsAt(turn, now()).heard.length);
  useEffect(() => {
    const step = (): void => {
      setHeardChars(wordsAt(turn, now()).heard.length);
      frame = requestAnimationFrame(step);
    };
    let frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [turn, now]);
  const rest = turn.text.slice(heardChars);
  return <Shown words={{ heard: turn.text.slice(0, heardChars), rest, fate: rest === '' ? 'none' : 'coming' }} />;
}

function Shown({ words: { heard, rest, fate } }: { readonly words: Words }) {
  const gap = /^\s*/.exec(rest)?.[0] ?? '';
  return (
    <span dir="auto" className={saidStyles['said']}>
      {plainText(heard)}
      {fate === 'coming' && <span aria-hidden className={styles['head']} />}
      {fate === 'coming' && <span className={styles['coming']}>{plainText(rest)}</span>}
      {fate === 'cut' && gap}
      {fate === 'cut' && (
        <s className={styles['cut']}>
          {/* A line through words is neither read aloud nor copied. */}
          <span className={styles['mark']}>[{NOT_HEARD}: </span>
          {plainText(rest.slice(gap.length))}
          <span className={styles['mark']}>]</span>
        </s>
      )}
    </span>
  );
}

/** Row of a private note to the agent, or of words that it says to the caller, with its receipt. */
function WhisperRow({ turn, reply }: { readonly turn: WhisperTurn; readonly reply: AgentTurn | undefined }) {
  const receipt = receiptLabel(turn, reply);
  return (
    <span className={whisperRowStyles['whisper']}>
      <span dir="auto">{`${wayLabel(turn)}: ${plainText(turn.text)}`}</span>
      <span className={whisperRowStyles['receipt']} data-state={receipt.tone}>
        {receipt.words}
      </span>
    </span>
  );
}
