import { Button } from '@mantine/core';
import { useState } from 'react';
import { protectionLabel, vaultProblemLabels } from '../../../shared/keys/vault-status';
import type { Refusal } from '../../client/refusals/refusals';
import { useServices, useSetup } from '../../services/services';
import { Notice } from '../../ui/notice';
import styles from './vault-note.module.css';

const WHAT_WEAKER_MEANS =
  'Weaker protection writes them to a file only this account may read, scrambled with a key that lies beside it: whoever can read the account’s files, or a backup of them, can read the keys.';

/** Note on how keys are stored here, weaknesses included, and on what can be done about them. */
export function VaultNote() {
  const { setup } = useServices();
  const vault = useSetup((view) => view.vault);
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  if (vault === null) return null;
  const accept = async (): Promise<void> => {
    setAsking(false);
    setRefusal(await setup.acceptWeaker());
  };
  const { problem, protection, canAcceptWeaker } = vault;
  return (
    <div className={styles['notes']} aria-live="polite">
      {problem !== null && (
        <Notice
          tone={problem === 'restored-from-copy' ? 'attention' : 'failing'}
          {...vaultProblemLabels(problem)}
          action={
            vault.state === 'locked' && (
              <Button variant="default" size="compact-sm" onClick={() => void setup.retryVault()}>
                Try again
              </Button>
            )
          }
        />
      )}
      <Notice
        tone={protection === 'os-key-store' ? 'plain' : protection === 'environment' ? 'plain' : 'attention'}
        sentence={protectionLabel(protection, problem)}
        notes={asking ? [WHAT_WEAKER_MEANS] : []}
        action={
          canAcceptWeaker && !asking ? (
            <Button variant="default" size="compact-sm" onClick={() => setAsking(true)}>
              Keep them anyway…
            </Button>
          ) : undefined
        }
      />
      {asking && (
        <div className={styles['actions']}>
          <Button variant="default" autoFocus onClick={() => setAsking(false)}>
            Keep for this run only
          </Button>
          <Button onClick={() => void accept()}>Accept weaker protection</Button>
        </div>
      )}
      {refusal !== null && <Notice tone="failing" {...refusal} />}
    </div>
  );
}
