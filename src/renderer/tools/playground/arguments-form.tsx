import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { isRecord } from '../../../shared/std/guards';
import { WrittenNumber } from '../../../shared/tool/exact-json';
import type { FormField, FormValue } from '../../../shared/tool/schema-form';
import styles from './arguments-form.module.css';
import { JsonField } from './json-field';

interface ArgumentsFormProps {
  readonly fields: readonly FormField[];
  readonly value: FormValue;
  /** Short: a single line for each text. */
  readonly isDense?: boolean;
  readonly onChange: (value: FormValue) => void;
}

/** A form of the fields that a JSON Schema asks for, groups within groups. */
export function ArgumentsForm({ fields, value, isDense = false, onChange }: ArgumentsFormProps) {
  const set = (name: string, next: unknown): void => {
    const { [name]: _, ...rest } = value;
    onChange(next === undefined ? rest : { ...rest, [name]: next });
  };
  return (
    <div className={styles['form']}>
      {fields.map((field) =>
        field.kind === 'group' ? (
          <fieldset key={field.name} className={styles['group']}>
            <legend>{labelOf(field)}</legend>
            <ArgumentsForm
              fields={field.fields}
              isDense={isDense}
              value={groupOf(value[field.name])}
              onChange={(next) =>
                set(field.name, Object.keys(next).length === 0 && !field.isRequired ? undefined : next)
              }
            />
          </fieldset>
        ) : (
          <OneField
            key={field.name}
            field={field}
            isDense={isDense}
            value={value[field.name]}
            onChange={(next) => set(field.name, next)}
          />
        ),
      )}
    </div>
  );
}

interface OneFieldProps {
  readonly field: FormField;
  readonly isDense: boolean;
  readonly value: unknown;
  /** Undefined: nothing is filled in. */
  readonly onChange: (value: unknown) => void;
}

function OneField({ field, isDense, value, onChange }: OneFieldProps) {
  const given = { label: labelOf(field), ...(field.description === '' ? {} : { description: field.description }) };
  switch (field.kind) {
    case 'text': {
      const text = typeof value === 'string' ? value : '';
      const write = (next: string): void => onChange(next === '' && !field.isRequired ? undefined : next);
      return isDense ? (
        <TextInput {...given} value={text} onChange={(event) => write(event.currentTarget.value)} />
      ) : (
        <Textarea
          {...given}
          autosize
          minRows={1}
          maxRows={5}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
        />
      );
    }
    case 'number':
    case 'whole number':
      return (
        <NumberInput
          {...given}
          allowDecimal={field.kind === 'number'}
          value={typeof value === 'number' ? value : value instanceof WrittenNumber ? value.text : ''}
          onChange={(next) =>
            onChange(next === '' ? undefined : typeof next === 'number' ? next : new WrittenNumber(next))
          }
        />
      );
    case 'yes or no':
      return (
        <Choice
          {...given}
          choices={['yes', 'no']}
          isRequired={field.isRequired}
          value={value === true ? 'yes' : value === false ? 'no' : ''}
          onChange={(next) => onChange(next === '' ? undefined : next === 'yes')}
        />
      );
    case 'one of':
      return (
        <Choice
          {...given}
          choices={field.choices}
          isRequired={field.isRequired}
          value={typeof value === 'string' ? value : ''}
          onChange={(next) => onChange(next === '' ? undefined : next)}
        />
      );
    default:
      return <JsonField {...given} value={value} onChange={onChange} />;
  }
}

interface ChoiceProps {
  readonly label: string;
  readonly description?: string;
  readonly choices: readonly string[];
  readonly isRequired: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ choices, isRequired, value, onChange, ...given }: ChoiceProps) {
  const none = isRequired && value !== '' ? [] : [{ value: '', label: '–' }];
  return (
    <NativeSelect
      {...given}
      data={[...none, ...choices.map((choice) => ({ value: choice, label: choice }))]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function labelOf({ name, isRequired }: FormField): string {
  return isRequired ? name : `${name} (optional)`;
}

function groupOf(value: unknown): FormValue {
  return isRecord(value) ? value : {};
}
