import { useConsole } from '../services/services';
import { ReachForm } from '../settings/reach/reach-form';
import { StepPage, type StepMoves } from './step-page';

/** Set-up step that chooses how Twilio reaches this machine. */
export function TunnelStep({ moves }: { readonly moves: StepMoves }) {
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
