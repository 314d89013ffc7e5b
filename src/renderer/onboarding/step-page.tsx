import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { QuietButton } from '../ui/quiet-button';
import styles from './step-page.module.css';

/** Where to go from a step. */
export interface StepMoves {
  /** Null: this is the first. */
  readonly back: (() => void) | null;
  readonly forward: () => void;
  readonly practise: () => Promise<void>;
  /** Leaves the set-up; what is missing can be entered in Settings. */
  readonly later: () => void;
}

interface StepPageProps {
  readonly title: string;
  readonly intro: ReactNode;
  readonly moves: StepMoves;
  /** Null: going on makes no sense yet. */
  readonly forward: string | null;
  /** Whether going on is what is expected now. */
  readonly settled: boolean;
  readonly children: ReactNode;
}

/** A step of the set-up: what it is about, what is to be done, and the ways on. The heading gets the focus. */
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
