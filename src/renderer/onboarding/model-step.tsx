import { Autocomplete } from '@mantine/core';
import { useState } from 'react';
import { useServices, useSetup } from '../services/services';
import type { Refusal } from '../client/refusals/refusals';
import { MODELS } from '../settings/agent-choices';
import { KeyForm } from '../settings/keys/key-form';
import { isCheckFine, isKeySet } from '../settings/keys/key-words';
import { VaultNote } from '../settings/keys/vault-note';
import { Notice } from '../ui/notice';
import { EnvImport } from './env-import';
import { StepPage, type StepMoves } from './step-page';

/** The OpenAI key, and the model that answers. */
export function ModelStep({ moves }: { readonly moves: StepMoves }) {
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
