import { Loader } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { HiddenWords } from '../ui/hidden-words';
import { goLiveProgress, progressWords, type StepState } from './go-live-progress';
import styles from './go-live-steps.module.css';
import type { LineStatus } from './line-words';

const ICONS: Readonly<Record<StepState, ReactNode>> = {
  done: <IconCheck size={13} stroke={2.4} aria-hidden />,
  'under way': <Loader size={11} />,
  failed: <IconX size={13} stroke={2.4} aria-hidden />,
  waiting: <span aria-hidden className={styles['waiting']} />,
};

/** Going live, step by step. */
export function GoLiveSteps({ status }: { readonly status: LineStatus }) {
  return (
    <div>
      <div role="status">
        <HiddenWords>{progressWords(status)}</HiddenWords>
      </div>
      <ol aria-label="Steps of going live" className={styles['steps']}>
        {goLiveProgress(status).map(({ step, label, state }) => (
          <li key={step} data-state={state}>
            <span className={styles['icon']}>{ICONS[state]}</span>
            {label}
            <HiddenWords>{`, ${state}`}</HiddenWords>
          </li>
        ))}
      </ol>
    </div>
  );
}
