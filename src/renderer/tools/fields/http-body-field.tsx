import { json } from '@codemirror/lang-json';
import { NativeSelect } from '@mantine/core';
import type { HttpBody } from '../../../shared/tool/tool';
import { TextEditor } from '../../ui/text/text-editor';
import { CODE_COLOURS } from './code-colours';
import { RowList } from './row-list';

interface HttpBodyFieldProps {
  /** Undefined to send all arguments as JSON. */
  readonly body: HttpBody | undefined;
  readonly problemOf: (where: string) => string | undefined;
  readonly onChange: (body: HttpBody | undefined) => void;
}

const WAYS = [
  { value: 'arguments', label: 'All arguments, as JSON' },
  { value: 'json', label: 'JSON of your own' },
  { value: 'form', label: 'Form fields' },
  { value: 'text', label: 'Text of your own' },
] as const;

const EMPTY: Readonly<Record<'json' | 'form' | 'text', HttpBody>> = {
  json: { as: 'json', text: '{\n  "id": "{{id}}"\n}' },
  form: { as: 'form', fields: [{ name: '', value: '' }] },
  text: { as: 'text', text: '' },
};

const JSON_EXTENSIONS = [json(), CODE_COLOURS];

/** Field for the body of a request. */
export function HttpBodyField({ body, problemOf, onChange }: HttpBodyFieldProps) {
  return (
    <>
      <NativeSelect
        label="Body"
        data={[...WAYS]}
        value={body?.as ?? 'arguments'}
        onChange={(event) => {
          const way = event.currentTarget.value;
          onChange(way === 'json' || way === 'form' || way === 'text' ? EMPTY[way] : undefined);
        }}
      />
      {body?.as === 'form' && (
        <RowList
          label="Fields"
          rows={body.fields}
          first={['name', 'Field']}
          second={['value', 'Value']}
          most={32}
          takesSecrets
          problemOf={(where) => problemOf(`fields.${where}`)}
          onChange={(fields) => onChange({ as: 'form', fields })}
        />
      )}
      {(body?.as === 'json' || body?.as === 'text') && (
        <TextEditor
          key={body.as}
          label={body.as === 'json' ? 'JSON' : 'Text'}
          description={
            body.as === 'json'
              ? 'Inside quotation marks an argument stands as text, elsewhere as the value it is.'
              : 'Name its type in a Content-Type header.'
          }
          look="code"
          extensions={body.as === 'json' ? JSON_EXTENSIONS : []}
          value={body.text}
          error={problemOf('text')}
          onChange={(text) => onChange({ as: body.as, text })}
        />
      )}
    </>
  );
}
