import { useState } from 'react';
import type { JsonSchema } from '../../../shared/tool/parameters';
import { parametersOf, schemaOfParameters, type Parameter } from '../../../shared/tool/parameter-list';
import { QuietButton } from '../../ui/quiet-button';
import { ParameterRows } from './parameter-rows';
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
