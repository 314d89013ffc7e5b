import { json } from '@codemirror/lang-json';
import { NativeSelect, TextInput } from '@mantine/core';
import { HTTP_METHODS, REPEATABLE_METHODS, type HttpBody, type HttpTool } from '../../../shared/tool/tool';
import { NumberField } from '../../ui/number-field';
import { TextEditor } from '../../ui/text/text-editor';
import { CODE_COLOURS } from './code-colours';
import type { FieldsProps } from './fields-props';
import styles from './http-fields.module.css';
import { LocalSwitch } from './local-switch';
import { RowList } from './row-list';
import fields from './tool-fields.module.css';

/** Fields of an HTTP tool: the request, its address, and the part of the answer that the model gets. */
export function HttpFields({ tool, problemOf, onChange }: FieldsProps<HttpTool>) {
  const at = (list: string) => (where: string) => problemOf(`${list}.${where}`);
  const hasBody = tool.method !== 'GET' && tool.method !== 'DELETE';
  return (
    <>
      <div className={styles['request']}>
        <NativeSelect
          label="Method"
          data={[...HTTP_METHODS]}
          value={tool.method}
          onChange={(event) => {
            const method = HTTP_METHODS.find((each) => each === event.currentTarget.value);
            if (method !== undefined) onChange({ ...tool, method });
          }}
        />
        <TextInput
          label="Address"
          placeholder="https://api.example.com/orders/{{order.id}}"
          spellCheck={false}
          value={tool.url}
          error={problemOf('url')}
          onChange={(event) => onChange({ ...tool, url: event.currentTarget.value })}
        />
      </div>
      <p className={fields['note']}>
        <code>{'{{order.id}}'}</code> puts in an argument, <code>{'{{secret:NAME}}'}</code> a secret; each is encoded
        for its place. Only this host is ever asked, and redirects are not followed.
      </p>
      <RowList
        label="Query"
        description={
          tool.query === undefined && !hasBody ? 'Empty: every argument that stands nowhere else, by its own name.' : ''
        }
        rows={tool.query ?? []}
        first={['name', 'Name']}
        second={['value', 'Value']}
        most={32}
        takesSecrets
        problemOf={at('query')}
        onChange={(query) => {
          const { query: _, ...rest } = tool;
          onChange(query.length === 0 ? rest : { ...rest, query });
        }}
      />
      <RowList
        label="Headers"
        rows={tool.headers ?? []}
        first={['name', 'Header']}
        second={['value', 'Value']}
        most={32}
        takesSecrets
        problemOf={at('headers')}
        onChange={(headers) => {
          const { headers: _, ...rest } = tool;
          onChange(headers.length === 0 ? rest : { ...rest, headers });
        }}
      />
      {hasBody && (
        <HttpBodyField
          body={tool.body}
          problemOf={at('body')}
          onChange={(body) => {
            const { body: _, ...rest } = tool;
            onChange(body === undefined ? rest : { ...rest, body });
          }}
        />
      )}
      <RowList
        label="Parts of the answer"
        description="By JSON pointer, such as /current/temperature. One without a name: that part alone. None: the whole answer."
        rows={tool.pick ?? []}
        first={['as', 'Name']}
        second={['from', 'Pointer']}
        most={16}
        problemOf={at('pick')}
        onChange={(pick) => {
          const { pick: _, ...rest } = tool;
          onChange(pick.length === 0 ? rest : { ...rest, pick });
        }}
      />
      {REPEATABLE_METHODS.has(tool.method) && (
        <NumberField
          label="Asked again when it fails in passing"
          description="When the service is busy or the connection breaks."
          min={0}
          max={3}
          step={1}
          value={tool.retries ?? 0}
          onChange={(retries) => onChange({ ...tool, retries })}
        />
      )}
      <LocalSwitch isOn={tool.allowsLocal === true} onChange={(allowsLocal) => onChange({ ...tool, allowsLocal })} />
    </>
  );
}

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
function HttpBodyField({ body, problemOf, onChange }: HttpBodyFieldProps) {
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
