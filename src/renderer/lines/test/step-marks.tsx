import { Loader } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { HiddenWords } from '../../ui/text/hidden-words';
import styles from './step-marks.module.css';

const ICONS: Readonly<Record<StepState, ReactNode>> = {
  done: <IconCheck size={13} stroke={2.4} aria-hidden />,
  'under way': <Loader size={11} />,
  failed: <IconX size={13} stroke={2.4} aria-hidden />,
  waiting: <span aria-hidden className={styles['waiting']} />,
};

/** List of steps with their marks; the one under way, or that failed, is read out. */
export function StepMarks({ name, steps }: { readonly name: string; readonly steps: readonly StepStatus[] }) {
  return (
    <div>
      <div role="status">
        <HiddenWords>{progressLabel(steps)}</HiddenWords>
      </div>
      <ol aria-label={name} className={styles['steps']}>
        {steps.map(({ step, label, state }) => (
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

export type StepState = 'done' | 'under way' | 'failed' | 'waiting';

/** Step of a process that takes several, with its state. */
export interface StepStatus {
  readonly step: string;
  readonly label: string;
  readonly state: StepState;
}

/** Progress for screen readers: `Step 3 of 7: The tunnel is up`. */
export function progressLabel(steps: readonly StepStatus[]): string {
  const at = steps.findIndex(({ state }) => state === 'under way' || state === 'failed');
  const step = steps[at];
  return step === undefined ? '' : `Step ${at + 1} of ${steps.length}: ${step.label}`;
}
