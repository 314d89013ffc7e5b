import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { linter, type Diagnostic } from '@codemirror/lint';
import type { EditorView } from '@codemirror/view';
import { useState } from 'react';
import { JsonSchemaSchema, unfinishedSchema, unfinishedText, type JsonSchema } from '../../../shared/tool/parameters';
import { SCHEMA_TYPES, schemaFaultLabel, schemaFaultOf } from '../../../shared/tool/schema/schema-check';
import type { Query } from '../../client/run';
import { useServices } from '../../services/services';
import { TextEditor } from '../../ui/text/text-editor';
import { CODE_COLOURS } from '../fields/code-colours';

/** Keywords of JSON Schema that tell a model something, with their meanings. */
const SCHEMA_WORDS: readonly (readonly [word: string, meaning: string])[] = [
  ['type', 'What the value is'],
  ['description', 'What it means, for the model'],
  ['properties', 'The fields of an object, by name'],
  ['required', 'Names of fields that must be there'],
  ['additionalProperties', 'Whether other fields are allowed'],
  ['enum', 'The values it may have'],
  ['const', 'The one value it may have'],
  ['items', 'What the items of a list are'],
  ['minItems', 'The fewest items of a list'],
  ['maxItems', 'The most items of a list'],
  ['minimum', 'The smallest number'],
  ['maximum', 'The largest number'],
  ['minLength', 'The fewest characters'],
  ['maxLength', 'The most characters'],
  ['pattern', 'A regular expression; enforced where it is simple enough'],
  ['format', 'Such as date or email; told to the model, not enforced'],
  ['default', 'What it is when nothing is said; told to the model'],
  ['anyOf', 'One of several schemas'],
  ['$defs', 'Schemas that “$ref” may point to'],
  ['$ref', 'A schema of this document, as “#/$defs/name”'],
];

/** Finds the text range of a fault that the schema check names by a path or by a quoted word. */
function placeOfFault(text: string, message: string): { readonly from: number; readonly to: number } {
  const path = /data((?:\/[^\s/]+)+)/.exec(message)?.[1]?.split('/').slice(1) ?? [];
  const word = /"([^"]+)"/.exec(message)?.[1];
  if (path.length > 0) return placeOfPath(text, path);
  return wordAt(text, word === undefined ? -1 : text.indexOf(JSON.stringify(word)));
}

/** Finds the text range of the last name in a path. */
function placeOfPath(text: string, path: readonly string[]): { readonly from: number; readonly to: number } {
  return wordAt(text, followed(text, path));
}

function wordAt(text: string, found: number): { readonly from: number; readonly to: number } {
  if (found < 0) return { from: 0, to: Math.min(text.length, 1) };
  const end = text.indexOf('"', found + 1);
  return { from: found, to: end < 0 ? found + 1 : end + 1 };
}

/** Finds the offset of the last name in a path, searching from name to name. */
function followed(text: string, path: readonly string[]): number {
  let at = 0;
  let found = -1;
  for (const name of path) {
    const next = text.indexOf(`"${name}"`, at);
    if (next < 0) return found;
    found = next;
    at = next + name.length + 2;
  }
  return found;
}

interface SchemaEditorProps {
  readonly label: string;
  readonly schema: JsonSchema;
  readonly error: string | undefined;
  readonly onChange: (schema: Record<string, unknown>) => void;
}

/**
 * Editor of a JSON Schema as text, with completion, that marks problems in place. Text that is not yet a schema is kept
 * as it is.
 */
export function SchemaEditor({ label, schema, error, onChange }: SchemaEditorProps) {
  const { query } = useServices();
  const given = JSON.stringify(schema);
  // `given` lags behind typing, so the schema before or after the last edit is no news.
  // Only a third one comes from elsewhere.
  const [mine, setMine] = useState({ text: textOf(schema), as: given, before: given });
  const [fault, setFault] = useState<string | undefined>(undefined);
  const [isKept, setKept] = useState(true);
  const [extensions] = useState(() => [
    json(),
    CODE_COLOURS,
    linter(
      async (view) => {
        const faults = await faultsOf(view, query);
        setFault(faults[0]?.message);
        return faults;
      },
      { delay: 400 },
    ),
    autocompletion({ override: [complete], icons: false }),
  ]);
  const isElsewhere = given !== mine.as && given !== mine.before;
  return (
    <TextEditor
      label={label}
      look="code"
      extensions={extensions}
      value={isElsewhere ? textOf(schema) : mine.text}
      error={isKept ? wordsOf(schema, error, fault) : 'Too long to be kept'}
      onChange={(next) => {
        const made = readSchema(next) ?? unfinishedSchema(next);
        setKept(made !== undefined);
        setMine({ text: next, as: made === undefined ? given : JSON.stringify(made), before: given });
        if (made !== undefined) onChange(made);
      }}
    />
  );
}

function textOf(schema: JsonSchema): string {
  return unfinishedText(schema) ?? JSON.stringify(schema, null, 2);
}

/** Joins the problem that keeps the tool from being published with the fault found in a text that is no schema. */
function wordsOf(schema: JsonSchema, error: string | undefined, fault: string | undefined): string | undefined {
  if (error === undefined || fault === undefined || unfinishedText(schema) === undefined) return error ?? fault;
  return `${error}: ${fault}`;
}

function readSchema(text: string): Record<string, unknown> | null {
  try {
    const read = JsonSchemaSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

const parseFaults = jsonParseLinter();

async function faultsOf(view: EditorView, query: Query): Promise<readonly Diagnostic[]> {
  const faults = parseFaults(view);
  if (faults.length > 0) return faults;
  const text = view.state.doc.toString();
  const value: unknown = JSON.parse(text);
  const read = JsonSchemaSchema.safeParse(value);
  const ours = read.success ? schemaFaultOf(read.data) : undefined;
  if (ours !== undefined)
    return [{ ...placeOfPath(text, ours.path), severity: 'error', message: schemaFaultLabel(ours) }];
  const message = read.success ? await theirFault(read.data, query) : (read.error.issues[0]?.message ?? '');
  if (message === '') return [];
  const place = placeOfFault(text, message);
  return [{ ...place, severity: 'error', message }];
}

/** Asks the tool runner why a schema cannot be used. Empty when it can be, or when nobody could say. */
async function theirFault(schema: JsonSchema, query: Query): Promise<string> {
  const answer = await query((api) => api.tool.schemaFault({ schema }));
  return (answer.reached ? answer.value.fault : null) ?? '';
}

/** Completes keywords of JSON Schema where a name may stand, and types where a type may. */
function complete(context: CompletionContext): CompletionResult | null {
  const type = context.matchBefore(/"type"\s*:\s*"?\w*/);
  if (type !== null) {
    const from = context.pos - (/\w*$/.exec(type.text.replace(/^"type"\s*:/, ''))?.[0].length ?? 0);
    return { from, options: SCHEMA_TYPES.map((label) => ({ label, type: 'constant' })), validFor: /^\w*$/ };
  }
  const name = context.matchBefore(/[{,]\s*"[\w$]*/);
  if (name === null) return null;
  const from = context.pos - (/[\w$]*$/.exec(name.text)?.[0].length ?? 0);
  return {
    from,
    options: SCHEMA_WORDS.map(([label, info]) => ({ label, info, type: 'property' })),
    validFor: /^[\w$]*$/,
  };
}
