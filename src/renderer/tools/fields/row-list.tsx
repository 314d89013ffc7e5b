import { Button, Menu, TextInput } from '@mantine/core';
import { IconKey, IconPlus, IconX } from '@tabler/icons-react';
import { IconButton } from '../../ui/icon-button';
import styles from './row-list.module.css';
import { useServices } from '../../services/services';
import { useEffect, useState } from 'react';

interface RowListProps<N extends string, V extends string> {
  readonly label: string;
  readonly description?: string;
  readonly rows: readonly Readonly<Record<N | V, string>>[];
  /** Keys and labels of the two fields in a row. */
  readonly first: readonly [key: N, label: string];
  readonly second: readonly [key: V, label: string];
  readonly most: number;
  /** Returns the problem at a place in the list, such as `0.name`. */
  readonly problemOf: (where: string) => string | undefined;
  /** True when a secret may be inserted into the second field. */
  readonly takesSecrets?: boolean;
  readonly onChange: (rows: Readonly<Record<N | V, string>>[]) => void;
}

/** List of rows of two texts; rows can be added and removed. */
export function RowList<N extends string, V extends string>(props: RowListProps<N, V>) {
  const { label, description, rows, first, second, most, problemOf, takesSecrets = false, onChange } = props;
  const [one, oneLabel] = first;
  const [two, twoLabel] = second;
  const change = (index: number, key: N | V, text: string): void =>
    onChange(rows.map((row, at) => (at === index ? { ...row, [key]: text } : row)));
  return (
    <div role="group" aria-label={label} className={styles['list']}>
      <span className={styles['label']}>{label}</span>
      {description !== undefined && <span className={styles['description']}>{description}</span>}
      {rows.map((row, index) => (
        <div key={index} className={styles['row']}>
          <TextInput
            aria-label={`${oneLabel} ${String(index + 1)}`}
            placeholder={oneLabel}
            spellCheck={false}
            value={row[one]}
            error={problemOf(`${String(index)}.${one}`)}
            onChange={(event) => change(index, one, event.currentTarget.value)}
          />
          <TextInput
            aria-label={`${twoLabel} ${String(index + 1)}`}
            placeholder={twoLabel}
            spellCheck={false}
            value={row[two]}
            error={problemOf(`${String(index)}.${two}`)}
            rightSection={
              takesSecrets ? (
                <SecretMenu onChoose={(name) => change(index, two, `${row[two]}{{secret:${name}}}`)} />
              ) : undefined
            }
            onChange={(event) => change(index, two, event.currentTarget.value)}
          />
          <IconButton
            label={`Remove ${oneLabel.toLowerCase()} ${String(index + 1)}`}
            size={34}
            icon={<IconX size={15} stroke={1.8} />}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {rows.length < most && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} stroke={1.9} />}
          className={styles['add']}
          onClick={() => onChange([...rows, { [one]: '', [two]: '' } as Record<N | V, string>])}
        >
          Add
        </Button>
      )}
    </div>
  );
}

/** Menu that inserts the name of a secret; the secret itself is never on this page. */
function SecretMenu({ onChoose }: { readonly onChoose: (name: string) => void }) {
  const names = useSecretNames();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <IconButton label="Put in a secret" size={24} icon={<IconKey size={15} stroke={1.7} />} />
      </Menu.Target>
      <Menu.Dropdown>
        {names.length === 0 && <Menu.Label>No secrets are kept yet</Menu.Label>}
        {names.map((name) => (
          <Menu.Item key={name} onClick={() => onChoose(name)}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component="a" href="#/settings/secrets">
          Tool secrets…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Names of the existing secrets, as they were when the field was shown. */
function useSecretNames(): readonly string[] {
  const { query } = useServices();
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    let isShown = true;
    void query((api) => api.tool.secrets()).then((answer) => {
      if (isShown && answer.reached) setNames(answer.value.map(({ name }) => name));
    });
    return () => {
      isShown = false;
    };
  }, [query]);
  return names;
}
