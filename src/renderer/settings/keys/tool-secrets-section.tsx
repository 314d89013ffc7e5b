import { Button, PasswordInput, TagsInput, TextInput } from '@mantine/core';
import { useCallback, useEffect, useRef, useState, type SubmitEvent } from 'react';
import { NewToolSecretSchema, type ToolSecretRefusal, type ToolSecretStatus } from '../../../shared/keys/tool-secret';
import type { Refusal } from '../../client/refusals/refusals';
import type { Answer } from '../../client/run';
import { useServices } from '../../services/services';
import { Empty } from '../../ui/empty';
import { Notice } from '../../ui/notice';
import { plainLine } from '../../ui/text/plain-text';
import { useSaving } from '../saving';
import keyFormStyles from './key-form.module.css';
import styles from './keys-section.module.css';
import { SecretRow } from './secret-row';
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

interface ToolSecretFormProps {
  /** The secret whose value is entered anew; null: it is a new one. */
  readonly replacing: ToolSecretStatus | null;
  readonly onKept: () => void;
  readonly onKeepOld?: () => void;
}

const WRONG: Readonly<Record<string, string>> = {
  name: 'A letter first, then letters, digits, _ and -, up to 64',
  value: 'One line of printable characters',
  origins: 'At least one origin, such as https://api.example.com',
};

/** A secret goes in here, and is forgotten here as soon as it has left. */
function ToolSecretForm({ replacing, onKept, onKeepOld }: ToolSecretFormProps) {
  const { query } = useServices();
  const [name, setName] = useState(replacing?.name ?? '');
  const [origins, setOrigins] = useState<string[]>([...(replacing?.origins ?? [])]);
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const value = useRef<HTMLInputElement>(null);
  const saving = useSaving();

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const read = NewToolSecretSchema.safeParse({ name: name.trim(), value: value.current?.value ?? '', origins });
    setWrong(new Set(read.success ? [] : read.error.issues.map(({ path }) => String(path[0]))));
    if (!read.success) return;
    if (value.current !== null) value.current.value = '';
    const keep = async () => toolSecretRefusal(await query((api) => api.tool.setSecret(read.data)));
    if (!(await saving.run(keep))) return;
    setName('');
    setOrigins([]);
    onKept();
  };

  const errorOf = (field: string): string | undefined => (wrong.has(field) ? WRONG[field] : undefined);
  return (
    <form className={keyFormStyles['form']} autoComplete="off" noValidate onSubmit={(event) => void submit(event)}>
      <TextInput
        label="Name"
        description="Tools name it as {{secret:NAME}}."
        spellCheck={false}
        disabled={replacing !== null}
        value={name}
        error={errorOf('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <PasswordInput ref={value} label="Secret" autoComplete="off" spellCheck={false} error={errorOf('value')} />
      <TagsInput
        label="May be sent to"
        description="Origins such as https://api.example.com; Enter adds one. No tool can send it anywhere else, not even one of an agent you import."
        clearable={false}
        maxTags={8}
        value={origins}
        error={errorOf('origins')}
        onChange={setOrigins}
      />
      {saving.state === 'refused' && saving.refusal !== null && <Notice tone="failing" {...saving.refusal} />}
      <div className={keyFormStyles['entry']}>
        <Button type="submit" loading={saving.state === 'saving'}>
          Save
        </Button>
        {onKeepOld !== undefined && (
          <Button variant="default" onClick={onKeepOld}>
            Keep the old one
          </Button>
        )}
      </div>
    </form>
  );
}

interface ToolSecretRowProps {
  readonly secret: ToolSecretStatus;
  readonly onReplace: () => void;
  readonly onClear: () => Promise<Refusal | null>;
}

/** A tool’s secret that is there: how it ends, and where it may go. */
function ToolSecretRow({ secret, onReplace, onClear }: ToolSecretRowProps) {
  const { name } = secret;
  return <SecretRow label={name} status={statusOf(secret)} spoken={name} onReplace={onReplace} onClear={onClear} />;
}

function statusOf({ state, last4, origins }: ToolSecretStatus): string {
  if (state === 'locked') return 'The key store of this system is locked: no tool can use it.';
  if (state === 'unreadable') return 'Stored under another key store: enter it again.';
  const ends = last4 === '' ? 'kept' : `ends in ${last4}`;
  return `${ends}, sent to ${origins.map((origin) => plainLine(origin)).join(', ')} only`;
}

const WORDS: Readonly<Record<ToolSecretRefusal, Refusal>> = {
  'too-many': { sentence: 'There are 100 secrets already.', remedy: 'Remove one that no tool uses.' },
  locked: {
    sentence: 'Secrets cannot be changed while the key store of this system is locked.',
    remedy: 'Unlock the key store, then try again.',
  },
  'key-store-refused': {
    sentence: 'The key store of this system did not take the secret.',
    remedy: 'Look whether it asks for its password, then try again.',
  },
  'cannot-save': {
    sentence: 'The secret could not be written to disk; what was stored before is unchanged.',
    remedy: 'Check that the data folder can be written and the disk has room.',
  },
};

type SecretOutcome = { readonly ok: true } | { readonly ok: false; readonly code: ToolSecretRefusal };

/** Explains why a secret was not changed; null if it was. */
function toolSecretRefusal(answer: Answer<SecretOutcome>): Refusal | null {
  if (!answer.reached) return answer.refusal;
  return answer.value.ok ? null : WORDS[answer.value.code];
}
