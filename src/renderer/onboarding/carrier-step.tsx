import { useSetup } from '../services/services';
import { KeyForm } from '../settings/keys/key-form';
import { isCheckFine, isKeySet } from '../settings/keys/key-words';
import { VaultNote } from '../settings/keys/vault-note';
import { EnvImport } from './env-import';
import { StepPage, type StepMoves } from './step-page';

/** Twilio's Account SID and Auth Token. */
export function CarrierStep({ moves }: { readonly moves: StepMoves }) {
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
