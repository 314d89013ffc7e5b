import { signingFaultLabels } from '../../shared/line/signing-fault';
import { useConsole } from '../services/services';
import styles from '../ui/link-banner.module.css';

/** Says that calls are refused because the account signs its requests with a shared key that is not here, or not right. */
export function SigningBanner() {
  const signing = useConsole((view) => view.console.signing);
  if (signing === null) return null;
  const { sentence, remedy } = signingFaultLabels(signing);
  return (
    <div role="status" className={styles['banner']}>
      <strong>Twilio’s calls are refused</strong>
      <span className={styles['quiet']}>
        {sentence} {remedy} <a href="#/settings/keys">Open Settings, Keys</a>
      </span>
    </div>
  );
}
