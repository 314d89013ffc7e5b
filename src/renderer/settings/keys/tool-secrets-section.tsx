import { useCallback, useEffect, useState } from 'react';
import type { ToolSecretStatus } from '../../../shared/keys/tool-secret';
import { toolSecretRefusal } from '../../client/refusals/tool-secret-refusals';
import { useServices } from '../../services/services';
import { Empty } from '../../ui/empty';
import { Notice } from '../../ui/notice';
import styles from './keys-section.module.css';
import { ToolSecretForm } from './tool-secret-form';
import { ToolSecretRow } from './tool-secret-row';
import { VaultNote } from './vault-note';

/** Secrets that tools send to their services: named, bound to where they may go, and never shown again. */
export function ToolSecretsSection() {
  const { query } = useServices();
  const [secrets, setSecrets] = useState<readonly ToolSecretStatus[] | 'lost' | null>(null);
  const [replacing, setReplacing] = useState<ToolSecretStatus | null>(null);
  const load = useCallback(async () => {
    const answer = await query((api) => api.tool.secrets());
    setSecrets(answer.reached ? answer.value : 'lost');
  }, [query]);
  useEffect(() => void load(), [load]);
  return (
    <div className={styles['groups']}>
      <VaultNote />
      <section aria-labelledby="secrets-kept">
        <h2 id="secrets-kept">Kept</h2>
        {secrets === 'lost' && (
          <Notice tone="failing" sentence="The secrets could not be read." remedy="Switchboard did not answer." />
        )}
        {Array.isArray(secrets) && secrets.length === 0 && <Empty title="No secrets yet" />}
        {secrets !== null &&
          secrets !== 'lost' &&
          secrets.map((secret) => (
            <ToolSecretRow
              key={secret.name}
              secret={secret}
              onReplace={() => setReplacing(secret)}
              onClear={async () => {
                const answer = await query((api) => api.tool.clearSecret({ name: secret.name }));
                await load();
                return toolSecretRefusal(answer);
              }}
            />
          ))}
      </section>
      <section aria-labelledby="secrets-new">
        <h2 id="secrets-new">{replacing === null ? 'Add one' : `Replace ${replacing.name}`}</h2>
        <ToolSecretForm
          key={replacing?.name ?? ''}
          replacing={replacing}
          onKept={() => {
            setReplacing(null);
            void load();
          }}
          {...(replacing === null ? {} : { onKeepOld: () => setReplacing(null) })}
        />
      </section>
    </div>
  );
}
