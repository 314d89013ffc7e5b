import { Autocomplete } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import type { OnboardingStep } from '../../shared/contract/setup-contract';
import type { Refusal } from '../client/refusals/refusals';
import { useConsole, useLink, useServices, useSetup } from '../services/services';
import { MODELS } from '../settings/agent-choices';
import { KeyForm } from '../settings/keys/key-form';
import { isCheckFine, isKeySet } from '../settings/keys/key-labels';
import { VaultNote } from '../settings/keys/vault-note';
import { ReachForm } from '../settings/reach/reach-form';
import { ErrorBoundary } from '../ui/error-boundary';
import { LinkBanner } from '../ui/link-banner';
import { Notice } from '../ui/notice';
import { showRefusal } from '../ui/refusal-toast';
import { EnvImport } from './env-import';
import { LineStep } from './line-step';
import styles from './onboarding-screen.module.css';
import { isReached, neighbourStep, resumeAt, StepList, type ShownStep } from './step-list';
import { StepPage, type StepMoves } from './step-page';

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

/** Twilio's Account SID and Auth Token. */
function CarrierStep({ moves }: { readonly moves: StepMoves }) {
  const areSet = useSetup(
    (view) => isKeySet(view.vault, 'twilioAccountSid') && isKeySet(view.vault, 'twilioAuthToken'),
  );
  const fine = useSetup((view) => isCheckFine(view.checks.twilio));
  return (
    <StepPage
      title="Your phone numbers"
      intro="Switchboard answers numbers of your Twilio account. The first page of the Twilio console shows both, under “Account Info”; copy them together or one by one."
      moves={moves}
      forward={areSet ? (fine ? 'Continue' : 'Continue anyway') : null}
      settled={fine}
    >
      <EnvImport />
      <KeyForm
        service="twilio"
        names={['twilioAccountSid', 'twilioAuthToken']}
        hints={{
          twilioAccountSid: 'It begins with “AC”.',
          twilioAuthToken: 'The live one, of region US1. It also proves that a call really comes from Twilio.',
        }}
      />
      <VaultNote />
    </StepPage>
  );
}

/** Set-up step that chooses how Twilio reaches this machine. */
function TunnelStep({ moves }: { readonly moves: StepMoves }) {
  const up = useConsole((view) => view.console.tunnel?.state === 'ok');
  return (
    <StepPage
      title="How calls reach you"
      intro="Twilio hands a call over on the internet, so it needs an address that leads to this machine. Only Twilio’s signed requests are let in."
      moves={moves}
      forward={up ? 'Continue' : 'Continue anyway'}
      settled={up}
    >
      <ReachForm />
    </StepPage>
  );
}

/** The OpenAI key, and the model that answers. */
function ModelStep({ moves }: { readonly moves: StepMoves }) {
  const isSet = useSetup((view) => isKeySet(view.vault, 'openAiKey'));
  const fine = useSetup((view) => isCheckFine(view.checks.openai));
  return (
    <StepPage
      title="The model that talks"
      intro="A voice model of OpenAI’s answers your calls, with your own key. OpenAI bills you for what is spoken."
      moves={moves}
      forward={isSet ? (fine ? 'Continue' : 'Continue anyway') : null}
      settled={fine}
    >
      <EnvImport />
      <KeyForm
        service="openai"
        names={['openAiKey']}
        hints={{ openAiKey: 'Create one at platform.openai.com/api-keys. It begins with “sk-”.' }}
      />
      <ModelChoice />
      <VaultNote />
    </StepPage>
  );
}

function ModelChoice() {
  const { setup } = useServices();
  const agent = useSetup((view) => view.agent);
  const [typed, setTyped] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  if (agent === null) return null;
  const save = async (model: string): Promise<void> => {
    const wanted = model.trim();
    setTyped(null);
    if (wanted !== '' && wanted !== agent.model) setRefusal(await setup.saveAgent({ ...agent, model: wanted }));
  };
  return (
    <>
      <Autocomplete
        label="Model"
        description="The first one understands best; the mini costs about a third. It can be changed at any time."
        data={[...MODELS]}
        value={typed ?? agent.model}
        filter={({ options }) => options}
        onChange={setTyped}
        onOptionSubmit={(model) => void save(model)}
        onBlur={() => void (typed !== null && save(typed))}
      />
      {refusal !== null && <Notice tone="failing" {...refusal} />}
    </>
  );
}
