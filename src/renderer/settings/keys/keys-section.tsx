import { KeyForm } from './key-form';
import styles from './keys-section.module.css';
import { VaultNote } from './vault-note';

/** Every key, by service. */
export function KeysSection() {
  return (
    <div className={styles['groups']}>
      <VaultNote />
      <section aria-labelledby="keys-openai">
        <h2 id="keys-openai">OpenAI</h2>
        <KeyForm service="openai" names={['openAiKey']} clearable />
      </section>
      <section aria-labelledby="keys-twilio">
        <h2 id="keys-twilio">Twilio</h2>
        <KeyForm service="twilio" names={['twilioAccountSid', 'twilioAuthToken']} clearable />
      </section>
      <section aria-labelledby="keys-ngrok">
        <h2 id="keys-ngrok">ngrok</h2>
        <KeyForm service="ngrok" names={['ngrokAuthtoken']} clearable />
      </section>
      <details className={styles['more']}>
        <summary>Twilio API key (optional)</summary>
        <p>
          Requests to Twilio can use an API key of their own. The Auth Token is needed all the same, to check webhooks.
        </p>
        <KeyForm service="twilio" names={['twilioApiKeySid', 'twilioApiKeySecret']} clearable checked={false} />
      </details>
    </div>
  );
}
