import { Button, Checkbox, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { PARAMETER_TYPES, parametersOf, schemaOfParameters, type Parameter } from '../../../shared/tool/parameter-list';
import type { JsonSchema } from '../../../shared/tool/parameters';
import { IconButton } from '../../ui/icon-button';
import { QuietButton } from '../../ui/quiet-button';
import styles from './parameters-editor.module.css';
import { SchemaEditor } from './schema-editor';

interface ParametersEditorProps {
  readonly label: string;
  readonly description: string;
  readonly schema: JsonSchema;
  readonly error: string | undefined;
  readonly onChange: (schema: Record<string, unknown>) => void;
}

/** A schema of arguments: a list for the usual case, JSON Schema for every other. */
export function ParametersEditor({ label, description, schema, error, onChange }: ParametersEditorProps) {
  const [wantsJson, setWantsJson] = useState(false);
  // A row without a name is not in the schema yet, so that the rows are kept here while they are written.
  const [written, setWritten] = useState<{ rows: readonly Parameter[]; as: string } | null>(null);
  const same = written !== null && written.as === JSON.stringify(schema);
  const rows = same ? written.rows : parametersOf(schema);
  const isJson = wantsJson || rows === null;
  return (
    <div role="group" aria-label={label} className={styles['parameters']}>
      <div className={styles['head']}>
        <span className={styles['label']}>{label}</span>
        {rows === null ? (
          <span className={styles['note']}>More than a list can say</span>
        ) : (
          <QuietButton onClick={() => setWantsJson(!isJson)}>{isJson ? 'As a list' : 'As JSON Schema'}</QuietButton>
        )}
      </div>
      <span className={styles['description']}>{description}</span>
      {isJson ? (
        <SchemaEditor label={`${label} as JSON Schema`} schema={schema} error={error} onChange={onChange} />
      ) : (
        <ParameterRows
          rows={rows}
          onChange={(next) => {
            const made = schemaOfParameters(next);
            setWritten({ rows: next, as: JSON.stringify(made) });
            onChange({ ...made });
          }}
        />
      )}
    </div>
  );
}

const NEW: Parameter = { name: '', type: 'text', description: '', isRequired: true, choices: [] };
const MAX_PARAMETERS = 32;

interface ParameterRowsProps {
  readonly rows: readonly Parameter[];
  readonly onChange: (rows: readonly Parameter[]) => void;
}

/** Parameters one below the other: name, what it may be, what it means, whether it must be there. */
export function ParameterRows({ rows, onChange }: ParameterRowsProps) {
  const names = rows.map(({ name }) => name);
  return (
    <div className={styles['rows']}>
      {rows.map((row, index) => (
        <ParameterRow
          key={index}
          number={index + 1}
          row={row}
          problem={problemOf(row.name, names)}
          onChange={(next) => onChange(rows.map((each, at) => (at === index ? next : each)))}
          onRemove={() => onChange(rows.filter((_, at) => at !== index))}
        />
      ))}
      {rows.length < MAX_PARAMETERS && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} stroke={1.9} />}
          className={styles['add']}
          onClick={() => onChange([...rows, NEW])}
        >
          {rows.length === 0 ? 'Add one; there is none' : 'Add'}
        </Button>
      )}
    </div>
  );
}

function problemOf(name: string, names: readonly string[]): string | undefined {
  if (name === '') return 'Give it a name';
  return names.filter((each) => each === name).length > 1 ? 'There are two of this name' : undefined;
}

interface ParameterRowProps {
  readonly number: number;
  readonly row: Parameter;
  readonly problem: string | undefined;
  readonly onChange: (row: Parameter) => void;
  readonly onRemove: () => void;
}

function ParameterRow({ number, row, problem, onChange, onRemove }: ParameterRowProps) {
  const of = `of argument ${String(number)}`;
  return (
    <div className={styles['row']}>
      <TextInput
        aria-label={`Name ${of}`}
        placeholder="Name"
        spellCheck={false}
        value={row.name}
        error={problem}
        onChange={(event) => onChange({ ...row, name: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={`Type ${of}`}
        data={[...PARAMETER_TYPES]}
        value={row.type}
        onChange={(event) => {
          const type = PARAMETER_TYPES.find((each) => each === event.currentTarget.value);
          if (type !== undefined) onChange({ ...row, type });
        }}
      />
      <TextInput
        aria-label={`Meaning ${of}`}
        placeholder="What it means, for the model"
        value={row.description}
        onChange={(event) => onChange({ ...row, description: event.currentTarget.value })}
      />
      <Checkbox
        size="sm"
        label="Required"
        aria-label={`Argument ${String(number)} is required`}
        className={styles['required'] ?? ''}
        checked={row.isRequired}
        onChange={(event) => onChange({ ...row, isRequired: event.currentTarget.checked })}
      />
      <IconButton
        label={`Remove argument ${String(number)}`}
        size={34}
        icon={<IconX size={15} stroke={1.8} />}
        onClick={onRemove}
      />
      {row.type === 'one of' && (
        <TagsInput
          aria-label={`Choices ${of}`}
          placeholder={row.choices.length === 0 ? 'The choices; Enter adds one' : ''}
          clearable={false}
          className={styles['choices'] ?? ''}
          value={[...row.choices]}
          onChange={(choices) => onChange({ ...row, choices })}
        />
      )}
    </div>
  );
}
