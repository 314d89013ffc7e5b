import { signingFaultLabels } from '../../../shared/line/signing-fault';
import { useConsole } from '../../services/services';
import { Notice } from '../../ui/notice';
import { KeyForm } from './key-form';

/** Field for the secret of the account's shared key, below what is known to be wrong with its signatures. */
export function SharedKeyForm() {
  const signing = useConsole((view) => view.console.signing);
  return (
    <>
      {signing !== null && <Notice tone="failing" {...signingFaultLabels(signing)} />}
      <KeyForm service="twilio" names={['twilioSharedKeySecret']} clearable checked={false} />
    </>
  );
}
