import { Loader } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconXboxX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './notice.module.css';

/** Tone of a notice: `busy` shows a spinner, `plain` only informs, and the others match the status dots. */
export type NoticeTone = 'ok' | 'attention' | 'failing' | 'busy' | 'plain';

interface NoticeProps {
  readonly tone: NoticeTone;
  readonly sentence: string;
  /** Remedy; empty when there is none. */
  readonly remedy?: string;
  /** Further facts, one sentence each. */
  readonly notes?: readonly string[];
  /** Button beside the words. */
  readonly action?: ReactNode;
}

const ICONS: Readonly<Record<NoticeTone, ReactNode>> = {
  ok: <IconCircleCheck size={17} stroke={1.8} aria-hidden />,
  attention: <IconAlertTriangle size={17} stroke={1.8} aria-hidden />,
  failing: <IconXboxX size={17} stroke={1.8} aria-hidden />,
  busy: <Loader size={14} />,
  plain: <IconInfoCircle size={17} stroke={1.8} aria-hidden />,
};

/** Notice of a situation in one sentence, with its remedy. */
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
