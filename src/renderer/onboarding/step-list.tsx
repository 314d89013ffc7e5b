import { UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { ONBOARDING_STEPS, type OnboardingStep } from '../../shared/contract/setup-contract';
import { useConsole, useSetup } from '../services/services';
import { isCheckFine, isKeySet, keyStatus } from '../settings/keys/key-labels';
import { AppearanceMenu } from '../ui/appearance-menu';
import { Mark } from '../ui/mark';
import { HiddenWords } from '../ui/text/hidden-words';
import { displayNumber } from '../ui/text/phone-number';
import styles from './step-list.module.css';

interface StepListProps {
  readonly step: ShownStep;
  readonly reached: OnboardingStep;
  readonly onGo: (step: ShownStep) => void;
}

/** The four steps: where the user is, and what is settled already. */
export function StepList({ step, reached, onGo }: StepListProps) {
  const statuses = useStepStatuses();
  return (
    <nav aria-label="Steps" className={styles['side']}>
      <div className={styles['brand']}>
        <Mark />
        <strong>Switchboard</strong>
      </div>
      <ol className={styles['steps']}>
        {SHOWN_STEPS.map((each, index) => {
          const { settled, words } = statuses[each];
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
                  {TITLES[each]}
                  <span className={styles['status']}>{words}</span>
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

/** State of a step. `words` is a word or two shown beside its name; empty while there is nothing to say. */
interface StepStatus {
  readonly settled: boolean;
  readonly words: string;
}

/** Returns the state of every step. A step is settled by the facts, not by having been visited. */
function useStepStatuses(): Readonly<Record<ShownStep, StepStatus>> {
  const vault = useSetup((view) => view.vault);
  const checks = useSetup((view) => view.checks);
  const model = useSetup((view) => view.agent?.model ?? '');
  const tunnel = useConsole((view) => view.console.tunnel);
  const lines = useConsole((view) => view.console.lines);
  const live = [...lines.values()].filter(({ state }) => state === 'live' || state === 'degraded');
  const [first] = live;
  const modelFine = isCheckFine(checks.openai);
  const sid = keyStatus(vault, 'twilioAccountSid');
  const tunnelUp = tunnel?.state === 'ok';
  return {
    model: { settled: modelFine, words: modelFine ? model : isKeySet(vault, 'openAiKey') ? 'key entered' : '' },
    carrier: {
      settled: isCheckFine(checks.twilio),
      words: sid.state === 'set' && sid.last4 !== '' ? `account …${sid.last4}` : '',
    },
    tunnel: { settled: tunnelUp, words: tunnelUp ? hostOf(tunnel.publicUrl ?? '') : '' },
    line: {
      settled: first !== undefined,
      words: first === undefined ? '' : live.length > 1 ? `${live.length} lines live` : displayNumber(first.number),
    },
  };
}

function hostOf(url: string): string {
  return /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
}

/** A step that has a page; `done` has none. */
export type ShownStep = Exclude<OnboardingStep, 'done'>;

/** The steps that have a page, in order. */
export const SHOWN_STEPS = ONBOARDING_STEPS.filter((step) => step !== 'done');

const TITLES: Readonly<Record<ShownStep, string>> = {
  model: 'The model that talks',
  carrier: 'Your phone numbers',
  tunnel: 'How calls reach you',
  line: 'A line, and what it says',
};

/** Returns the step to resume at: the furthest one reached, or the first once all are done. */
export function resumeAt(reached: OnboardingStep): ShownStep {
  return reached === 'done' ? 'model' : reached;
}

/** Returns the step before or after; null when there is none. */
export function neighbourStep(step: ShownStep, by: 1 | -1): ShownStep | null {
  return SHOWN_STEPS[SHOWN_STEPS.indexOf(step) + by] ?? null;
}

/** True when the user may go to a step, because it was reached before. */
export function isReached(step: ShownStep, reached: OnboardingStep): boolean {
  return ONBOARDING_STEPS.indexOf(step) <= ONBOARDING_STEPS.indexOf(reached);
}
