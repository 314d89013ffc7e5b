import { IconFlag } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { AgentTurn } from '../../shared/call/transcript';
import { useServices } from '../services/services';
import { plainLine, plainText } from '../ui/text/plain-text';
import said from '../ui/text/said.module.css';
import styles from './agent-words.module.css';
import { wordsAt, type Words } from './playhead';

/**
 * The agent's words: heard ones bright, those still to come lighter behind a thin bar, those never heard struck out.
 */
export function AgentWords({ turn }: { readonly turn: AgentTurn }) {
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
    <span dir="auto" className={said['said']}>
      {plainText(heard)}
      {fate === 'coming' && <span aria-hidden className={styles['head']} />}
      {fate === 'coming' && <span className={styles['coming']}>{plainText(rest)}</span>}
      {fate === 'cut' && gap}
      {fate === 'cut' && <s className={styles['cut']}>{plainText(rest.slice(gap.length))}</s>}
    </span>
  );
}
