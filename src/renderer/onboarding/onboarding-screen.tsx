import { useEffect, useState } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { ErrorBoundary } from '../ui/error-boundary';
import { LinkBanner } from '../ui/link-banner';
import type { OnboardingStep } from '../../shared/contract/setup-contract';
import { useLink, useServices } from '../services/services';
import { showRefusal } from '../ui/refusal-toast';
import { CarrierStep } from './carrier-step';
import { LineStep } from './line-step';
import { ModelStep } from './model-step';
import styles from './onboarding-screen.module.css';
import { isReached, neighbourStep, resumeAt, type ShownStep } from './onboarding-steps';
import { StepList } from './step-list';
import type { StepMoves } from './step-page';
import { TunnelStep } from './tunnel-step';

/** Setting Switchboard up, from no key to a line that is live. `reached`: the furthest step so far, to resume at. */
export function OnboardingScreen({ reached }: { readonly reached: OnboardingStep }) {
  const { setup } = useServices();
  const [, navigate] = useHashLocation();
  const [step, setStep] = useState<ShownStep>(() => resumeAt(reached));
  useEffect(() => void setup.load(), [setup]);

  const keep = async (next: OnboardingStep): Promise<void> => {
    const refusal = await setup.reachOnboarding(next);
    if (refusal !== null) showRefusal(`${refusal.sentence} ${refusal.remedy}`);
  };
  const before = neighbourStep(step, -1);
  const after = neighbourStep(step, 1);
  const moves: StepMoves = {
    back: before === null ? null : () => setStep(before),
    forward: () => {
      if (after === null) {
        navigate('/live');
        void keep('done');
        return;
      }
      setStep(after);
      if (!isReached(after, reached)) void keep(after);
    },
    practise: async () => {
      const refusal = await setup.practise(true);
      if (refusal === null) navigate('/live');
      else showRefusal(`${refusal.sentence} ${refusal.remedy}`);
    },
    later: () => {
      navigate('/live');
      void keep('done');
    },
  };
  return (
    <div className={styles['page']}>
      <LinkBanner {...useLink()} />
      <div className={styles['columns']}>
        <StepList step={step} reached={reached} onGo={setStep} />
        <main className={styles['main']}>
          <ErrorBoundary key={step} part="This step">
            {step === 'model' && <ModelStep moves={moves} />}
            {step === 'carrier' && <CarrierStep moves={moves} />}
            {step === 'tunnel' && <TunnelStep moves={moves} />}
            {step === 'line' && <LineStep moves={moves} />}
          </ErrorBoundary>
        </main>
      </div>
    </div>
  );
}
