import { UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { OnboardingStep } from '../../shared/contract/setup-contract';
import { AppearanceMenu } from '../ui/appearance-menu';
import { Mark } from '../ui/mark';
import { HiddenWords } from '../ui/text/hidden-words';
import { useStepStandings } from './step-standings';
import { isReached, SHOWN_STEPS, stepTitle, type ShownStep } from './onboarding-steps';
import styles from './step-list.module.css';

interface StepListProps {
  readonly step: ShownStep;
  readonly reached: OnboardingStep;
  readonly onGo: (step: ShownStep) => void;
}

/** The four steps: where the user is, and what is settled already. */
export function StepList({ step, reached, onGo }: StepListProps) {
  const standings = useStepStandings();
  return (
    <nav aria-label="Steps" className={styles['side']}>
      <div className={styles['brand']}>
        <Mark />
        <strong>Switchboard</strong>
      </div>
      <ol className={styles['steps']}>
        {SHOWN_STEPS.map((each, index) => {
          const { settled, words } = standings[each];
          return (
            <li key={each}>
              <UnstyledButton
                className={styles['step']}
                aria-current={each === step ? 'step' : undefined}
                disabled={!isReached(each, reached)}
                onClick={() => onGo(each)}
              >
                <span className={styles['number']} data-settled={settled}>
                  {settled ? <IconCheck size={14} stroke={2.4} aria-hidden /> : index + 1}
                </span>
                <span className={styles['words']}>
                  {stepTitle(each)}
                  <span className={styles['standing']}>{words}</span>
                  {settled && <HiddenWords>, settled</HiddenWords>}
                </span>
              </UnstyledButton>
            </li>
          );
        })}
      </ol>
      <span className={styles['space']} />
      <p className={styles['promise']}>Your keys stay on this machine, and go only to the service they belong to.</p>
      <div>
        <AppearanceMenu />
      </div>
    </nav>
  );
}
