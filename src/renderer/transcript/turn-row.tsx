import { IconFlag } from '@tabler/icons-react';
import { memo, useEffect, useState, type ReactNode } from 'react';
import {
  splitHeard,
  type AgentTurn,
  type CallerTurn,
  type OperatorTurn,
  type Turn,
  type WhisperTurn,
} from '../../shared/call/transcript';
import { assertNever } from '../../shared/std/assert-never';
import { useServices } from '../services/services';
import { formatOffset } from '../ui/text/format';
import { displayNumber } from '../ui/text/phone-number';
import { plainLine, plainText } from '../ui/text/plain-text';
import { Said } from '../ui/text/said';
import saidStyles from '../ui/text/said.module.css';
import { noteLabel } from './note-labels';
import { ToolRow } from './tool-row';
import styles from './turn-row.module.css';
import whisperRowStyles from './whisper-row.module.css';

interface TurnRowProps {
  readonly turn: Turn;
  /** Epoch ms at which the call began. */
  readonly callStart: number;
  /** No caller's turn follows this one. */
  readonly latestOfCaller: boolean;
  readonly opened: boolean;
  readonly onToggle: (turnId: string) => void;
}

/** One entry of the transcript. */
export const TurnRow = memo(function TurnRow({ turn, callStart, latestOfCaller, opened, onToggle }: TurnRowProps) {
  return (
    <div className={styles['turn']} data-kind={turn.kind}>
      <span className={styles['who']}>{WHO[turn.kind]}</span>
      <time className={styles['when']}>{formatOffset(turn.at - callStart)}</time>
      <div className={styles['what']}>{content({ turn, latestOfCaller, opened, onToggle })}</div>
    </div>
  );
});

/** A number as the carrier writes it. */
const DIALLED = /\+\d{7,15}\b/g;

const WHO: Readonly<Record<Turn['kind'], string>> = {
  caller: 'Caller',
  agent: 'Agent',
  operator: 'You',
  whisper: '',
  tool: '',
  note: '',
};

function content({ turn, latestOfCaller, opened, onToggle }: Omit<TurnRowProps, 'callStart'>): ReactNode {
  switch (turn.kind) {
    case 'caller':
      return <CallerWords turn={turn} latest={latestOfCaller} />;
    case 'agent':
      return <AgentWords turn={turn} />;
    case 'operator':
      return <OperatorWords turn={turn} />;
    case 'whisper':
      return <WhisperRow turn={turn} />;
    case 'tool':
      return <ToolRow turn={turn} opened={opened} onToggle={onToggle} />;
    case 'note':
      return <Said text={noteLabel(turn.event).replace(DIALLED, displayNumber)} className={styles['note']} />;
    default:
      return assertNever(turn);
  }
}

function OperatorWords({ turn }: { readonly turn: OperatorTurn }) {
  if (turn.text !== '') return <Said text={turn.text} />;
  if (turn.state === 'failed') return <span className={styles['note']}>Could not be transcribed</span>;
  return <Speaking who="You are speaking" />;
}

function CallerWords({ turn, latest }: { readonly turn: CallerTurn; readonly latest: boolean }) {
  const words = callerWords(turn, latest);
  switch (words.kind) {
    case 'final':
      return <Said text={words.text} />;
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
      {fate === 'cut' && <s className={styles['cut']}>{plainText(rest.slice(gap.length))}</s>}
    </span>
  );
}

/** Speaking rate of people and models, characters per second; used until the model says how long its audio is. */
const CHARACTERS_PER_SECOND = 15;

/** An agent's words, split at the point up to which the caller has heard them. */
interface Words {
  readonly heard: string;
  readonly rest: string;
  /** Fate of the rest: still to come, or never heard; `none` when there is no rest. */
  readonly fate: 'coming' | 'cut' | 'none';
}

/** Splits the agent's words at the point heard by `now`, epoch ms on the clock of the turn's facts. */
export function wordsAt(turn: AgentTurn, now: number): Words {
  const { speech, text } = turn;
  switch (speech.state) {
    case 'waiting':
      return { heard: '', rest: text, fate: 'coming' };
    case 'speaking': {
      const { heard, unheard } = splitHeard(text, Math.max(0, now - speech.since), audioMs(turn));
      return { heard, rest: unheard, fate: unheard === '' ? 'none' : 'coming' };
    }
    case 'heard':
      return { heard: text, rest: '', fate: 'none' };
    case 'cut': {
      const { heard, unheard } = splitHeard(text, speech.heardMs, speech.sentMs);
      return { heard, rest: unheard, fate: unheard === '' ? 'none' : 'cut' };
    }
    default:
      return assertNever(speech);
  }
}

/** Length of the turn's audio, ms; estimated from its words while the model is still making it. */
function audioMs(turn: AgentTurn): number {
  return turn.audioMs ?? (turn.text.length / CHARACTERS_PER_SECOND) * 1000;
}

/** Display form of a caller's turn. `note` stands in when there are no words. */
type CallerTurnWords =
  | { readonly kind: 'final'; readonly text: string }
  | { readonly kind: 'interim'; readonly text: string }
  | { readonly kind: 'listening' }
  | { readonly kind: 'note'; readonly text: string };

/**
 * Returns the display form of a caller's turn. `latest` is true when no caller's turn follows it. An earlier turn
 * without words was a cough or a noise that the model took back; it no longer waits for words.
 */
export function callerWords(turn: CallerTurn, latest: boolean): CallerTurnWords {
  const { state, text } = turn;
  if (text.trim() === '') {
    if (state === 'failed') return { kind: 'note', text: 'Could not be transcribed' };
    if (state === 'final' || !latest) return { kind: 'note', text: 'No words' };
    return { kind: 'listening' };
  }
  if (state === 'final') return { kind: 'final', text };
  return state === 'failed' ? { kind: 'final', text: `${text} …` } : { kind: 'interim', text };
}

/** Row of a private word to the agent, or of one it is to say exactly, with its receipt. */
function WhisperRow({ turn }: { readonly turn: WhisperTurn }) {
  return (
    <span className={whisperRowStyles['whisper']}>
      <span dir="auto">
        {turn.way === 'whisper' ? 'Whisper: ' : 'Say: '}
        {plainText(turn.text)}
      </span>
      <span className={whisperRowStyles['receipt']} data-state={turn.receipt.state}>
        {receiptLabel(turn)}
      </span>
    </span>
  );
}

/** Describes in a few words what became of a whisper. */
export function receiptLabel({ way, receipt }: WhisperTurn): string {
  switch (receipt.state) {
    case 'sent':
      return 'sending';
    case 'delivered':
      return way === 'whisper' ? 'delivered, not used yet' : 'waits for the agent’s turn';
    case 'used':
      return way === 'whisper' ? 'used in the next reply' : 'said';
    case 'failed':
      return `not taken up: ${receipt.detail}`;
    default:
      return assertNever(receipt);
  }
}
