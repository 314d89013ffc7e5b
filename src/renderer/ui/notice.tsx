import { Loader } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconXboxX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './notice.module.css';

/** `busy` turns, `plain` only tells; the others are as a dot's. */
export type NoticeTone = 'ok' | 'attention' | 'failing' | 'busy' | 'plain';

interface NoticeProps {
  readonly tone: NoticeTone;
  readonly sentence: string;
  /** What can be done about it; empty: nothing. */
  readonly remedy?: string;
  /** What should be known besides, a sentence each. */
  readonly notes?: readonly string[];
  /** A button beside the words. */
  readonly action?: ReactNode;
}

const ICONS: Readonly<Record<NoticeTone, ReactNode>> = {
  ok: <IconCircleCheck size={17} stroke={1.8} aria-hidden />,
  attention: <IconAlertTriangle size={17} stroke={1.8} aria-hidden />,
  failing: <IconXboxX size={17} stroke={1.8} aria-hidden />,
  busy: <Loader size={14} />,
  plain: <IconInfoCircle size={17} stroke={1.8} aria-hidden />,
};

/** What is so, in a sentence, and what to do about it. */
export function Notice({ tone, sentence, remedy = '', notes = [], action }: NoticeProps) {
  return (
    <div data-tone={tone} className={styles['notice']}>
      <span className={styles['icon']}>{ICONS[tone]}</span>
      <div className={styles['words']}>
        <p className={styles['sentence']}>{sentence}</p>
        {remedy !== '' && <p className={styles['remedy']}>{remedy}</p>}
        {notes.map((note) => (
          <p key={note} className={styles['note']}>
            {note}
          </p>
        ))}
      </div>
      {action !== undefined && <div className={styles['action']}>{action}</div>}
    </div>
  );
}
