import { Button, PasswordInput, TagsInput, TextInput } from '@mantine/core';
import { useRef, useState, type SubmitEvent } from 'react';
import { NewToolSecretSchema, type ToolSecretStatus } from '../../../shared/keys/tool-secret';
import { toolSecretRefusal } from '../../client/refusals/tool-secret-refusals';
import { useServices } from '../../services/services';
import { Notice } from '../../ui/notice';
import styles from './key-form.module.css';
import { useSaving } from '../saving';

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
export function ToolSecretForm({ replacing, onKept, onKeepOld }: ToolSecretFormProps) {
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
    <form className={styles['form']} autoComplete="off" noValidate onSubmit={(event) => void submit(event)}>
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
      <div className={styles['entry']}>
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
