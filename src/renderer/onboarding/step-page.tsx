import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { QuietButton } from '../ui/quiet-button';
import styles from './step-page.module.css';

/** Navigation actions of a step. */
export interface StepMoves {
  /** Null on the first step. */
  readonly back: (() => void) | null;
  readonly forward: () => void;
  readonly practise: () => Promise<void>;
  /** Leaves the set-up; anything missing can be entered in Settings. */
  readonly later: () => void;
}

interface StepPageProps {
  readonly title: string;
  readonly intro: ReactNode;
  readonly moves: StepMoves;
  /** Label of the forward button; null while going forward makes no sense yet. */
  readonly forward: string | null;
  /** True when going forward is the expected next move. */
  readonly settled: boolean;
  readonly children: ReactNode;
}

/** Page of one set-up step: its topic, its task and its navigation. The heading takes the focus. */
export function StepPage({ title, intro, moves, forward, settled, children }: StepPageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [starting, setStarting] = useState(false);
  useEffect(() => heading.current?.focus(), []);
  const practise = async (): Promise<void> => {
    setStarting(true);
    await moves.practise();
    setStarting(false);
  };
  return (
    <div className={styles['page']}>
      <div className={styles['scroller']}>
        <div className={styles['body']}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <p className={styles['intro']}>{intro}</p>
          <div className={styles['content']}>{children}</div>
        </div>
      </div>
      <footer className={styles['foot']}>
        {moves.back !== null && (
          <Button
            variant="default"
            leftSection={<IconArrowLeft size={15} stroke={1.8} aria-hidden />}
            onClick={moves.back}
          >
            Back
          </Button>
        )}
        <QuietButton onClick={moves.later}>Set up later</QuietButton>
        <span className={styles['space']} />
        <Button variant="default" loading={starting} onClick={() => void practise()}>
          Practise without keys
        </Button>
        <Button variant={settled ? 'filled' : 'default'} disabled={forward === null} onClick={moves.forward}>
          {forward ?? 'Continue'}
        </Button>
      </footer>
    </div>
  );
}
