import { javascript } from '@codemirror/lang-javascript';
import { TagsInput } from '@mantine/core';
import { DEFAULT_SCRIPT_MEMORY_MB, type ScriptTool } from '../../../shared/tool/tool';
import { NumberField } from '../../ui/number-field';
import { TextEditor } from '../../ui/text/text-editor';
import { CODE_COLOURS } from './code-colours';
import type { FieldsProps } from './fields-props';
import { LocalSwitch } from './local-switch';

const EXTENSIONS = [javascript(), CODE_COLOURS];

/** The code, and what it may use. */
export function ScriptFields({ tool, problemOf, onChange }: FieldsProps<ScriptTool>) {
  const originProblem = (tool.origins ?? []).map((_, index) => problemOf(`origins.${String(index)}`)).find(Boolean);
  return (
    <>
      <TextEditor
        label="JavaScript"
        description="The body of an async function: args holds the arguments, return gives the answer, console.log shows in Try it."
        look="code"
        extensions={EXTENSIONS}
        value={tool.code}
        error={problemOf('code')}
        onChange={(code) => onChange({ ...tool, code })}
      />
      <TagsInput
        label="fetch may ask"
        description="Origins such as https://api.example.com. None: no network. Headers may hold {{secret:NAME}}."
        placeholder={tool.origins === undefined ? 'https://' : ''}
        maxTags={16}
        clearable={false}
        value={[...(tool.origins ?? [])]}
        error={originProblem ?? problemOf('origins')}
        onChange={(origins) => {
          const { origins: _, ...rest } = tool;
          onChange(origins.length === 0 ? rest : { ...rest, origins });
        }}
      />
      <NumberField
        label="Memory"
        description="A script that wants more is ended."
        unit="MB"
        min={1}
        max={64}
        step={1}
        value={tool.memoryMb ?? DEFAULT_SCRIPT_MEMORY_MB}
        onChange={(memoryMb) => onChange({ ...tool, memoryMb })}
      />
      {tool.origins !== undefined && (
        <LocalSwitch isOn={tool.allowsLocal === true} onChange={(allowsLocal) => onChange({ ...tool, allowsLocal })} />
      )}
    </>
  );
}
