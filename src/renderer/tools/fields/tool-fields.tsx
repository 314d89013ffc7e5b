import { javascript } from '@codemirror/lang-javascript';
import { Radio, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { assertNever } from '../../../shared/std/assert-never';
import { DEFAULT_SCRIPT_MEMORY_MB, type OperatorTool, type ScriptTool } from '../../../shared/tool/tool';
import { NO_PARAMETERS } from '../../../shared/tool/parameters';
import { NumberField } from '../../ui/number-field';
import { TextEditor } from '../../ui/text/text-editor';
import { KINDS } from '../kind-labels';
import { ParametersEditor } from '../schema/parameters-editor';
import { ApprovalFields } from './approval-fields';
import { BuiltInFields } from './built-in-fields';
import { CODE_COLOURS } from './code-colours';
import type { FieldsProps } from './fields-props';
import { HttpFields } from './http-fields';
import { LocalSwitch } from './local-switch';
import { McpFields } from './mcp-fields';
import styles from './tool-fields.module.css';

/** Everything that is set up of a tool. */
export function ToolFields({ tool, problemOf, onChange }: FieldsProps) {
  const hasParameters = tool.kind === 'operator' || tool.kind === 'http' || tool.kind === 'script';
  return (
    <div className={styles['fields']}>
      {tool.kind !== 'built-in' && (
        <TextInput
          label="Name"
          description={
            tool.kind === 'mcp'
              ? 'Stands before the name of each of its tools.'
              : 'What the model calls it, such as refund_order.'
          }
          value={tool.name}
          error={problemOf('name')}
          spellCheck={false}
          onChange={(event) => onChange({ ...tool, name: event.currentTarget.value })}
        />
      )}
      {tool.kind !== 'mcp' && (
        <Textarea
          label="Description"
          description="When the agent should use it, and what comes back. The model reads it."
          autosize
          minRows={1}
          maxRows={6}
          value={tool.description}
          error={problemOf('description')}
          onChange={(event) => onChange({ ...tool, description: event.currentTarget.value })}
        />
      )}
      {hasParameters && (
        <ParametersEditor
          label="Arguments"
          description="What the model has to say when it uses the tool."
          schema={tool.parameters}
          error={problemOf('parameters')}
          onChange={(parameters) => onChange({ ...tool, parameters })}
        />
      )}
      <Group title={KINDS[tool.kind].label}>{ofKind({ tool, problemOf, onChange })}</Group>
      {tool.kind !== 'built-in' && (
        <Group title="While it runs">
          <div className={styles['row']}>
            <NumberField
              label={tool.kind === 'operator' ? 'Waits for you' : 'Time-out'}
              description="Then the agent is told that there is no answer."
              unit="s"
              min={1}
              max={KINDS[tool.kind].longestSeconds}
              step={1}
              value={tool.timeoutMs / 1000}
              onChange={(seconds) => onChange({ ...tool, timeoutMs: Math.round(seconds * 1000) })}
            />
            <TextInput
              label="What the agent says meanwhile"
              description="In its own words, when it takes longer. Empty: nothing."
              placeholder="You are looking it up."
              value={tool.whileRunning ?? ''}
              error={problemOf('whileRunning')}
              onChange={(event) => onChange(withOptional(tool, 'whileRunning', event.currentTarget.value))}
            />
          </div>
        </Group>
      )}
      {tool.kind !== 'operator' && (
        <Group title="Approval">
          <ApprovalFields
            approval={tool.approval}
            problemOf={problemOf}
            onChange={(approval) => {
              const { approval: _, ...rest } = tool;
              onChange(approval === undefined ? rest : { ...rest, approval });
            }}
          />
        </Group>
      )}
    </div>
  );
}

/** A group of fields under a title. */
export function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className={styles['group']}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

function ofKind({ tool, problemOf, onChange }: FieldsProps): ReactNode {
  switch (tool.kind) {
    case 'operator':
      return <OperatorFields tool={tool} problemOf={problemOf} onChange={onChange} />;
    case 'http':
      return <HttpFields tool={tool} problemOf={problemOf} onChange={onChange} />;
    case 'script':
      return <ScriptFields tool={tool} problemOf={problemOf} onChange={onChange} />;
    case 'mcp':
      return <McpFields tool={tool} problemOf={problemOf} onChange={onChange} />;
    case 'built-in':
      return <BuiltInFields tool={tool} problemOf={problemOf} onChange={onChange} />;
    default:
      return assertNever(tool);
  }
}

/** Fields of a tool that a person answers: the way of answering, and what happens when nobody does. */
function OperatorFields({ tool, problemOf, onChange }: FieldsProps<OperatorTool>) {
  const way = tool.answer === undefined ? 'text' : 'form';
  const choose = (chosen: string): void => {
    const { answer: _, ...rest } = tool;
    onChange(chosen === 'form' ? { ...rest, answer: tool.answer ?? NO_PARAMETERS } : rest);
  };
  return (
    <>
      <Radio.Group label="You answer" value={way} onChange={choose}>
        <div className={styles['row']}>
          <Radio value="text" label="In your own words" />
          <Radio value="form" label="In a form" />
        </div>
      </Radio.Group>
      {tool.answer !== undefined && (
        <ParametersEditor
          label="Fields of the form"
          description="What you are asked for; the agent gets it by these names."
          schema={tool.answer}
          error={problemOf('answer')}
          onChange={(answer) => onChange({ ...tool, answer })}
        />
      )}
      {tool.answer === undefined && (
        <TagsInput
          label="One-click replies"
          description="Up to eight. Enter adds one."
          maxTags={8}
          clearable={false}
          value={[...(tool.options ?? [])]}
          error={problemOf('options')}
          onChange={(options) => {
            const { options: _, ...rest } = tool;
            onChange(options.length === 0 ? rest : { ...rest, options });
          }}
        />
      )}
      <Switch
        label="The agent goes on talking"
        description={
          tool.keepsTalking === true
            ? 'It is told at once that the answer is pending, and gets it as soon as you give it.'
            : 'It says nothing more of its own accord until you answer; a caller who speaks is answered all the same.'
        }
        checked={tool.keepsTalking === true}
        onChange={(event) => {
          const { keepsTalking: _, ...rest } = tool;
          onChange(event.currentTarget.checked ? { ...rest, keepsTalking: true } : rest);
        }}
      />
      <Textarea
        label="When nobody answers in time"
        description="What the agent is told. Empty: that nobody did."
        autosize
        minRows={1}
        maxRows={4}
        value={tool.ifNobody ?? ''}
        error={problemOf('ifNobody')}
        onChange={(event) => onChange(withOptional(tool, 'ifNobody', event.currentTarget.value))}
      />
    </>
  );
}

const EXTENSIONS = [javascript(), CODE_COLOURS];

/** The code, and what it may use. */
function ScriptFields({ tool, problemOf, onChange }: FieldsProps<ScriptTool>) {
  const originProblem = (tool.origins ?? []).map((_, index) => problemOf(`origins.${String(index)}`)).find(Boolean);
  return (
    <>
      <TextEditor
        label="JavaScript"
        description="The body of an async function: args holds the arguments, return gives the answer, await sleep(ms) waits, console.log shows in Try it."
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

/** Returns a copy of the value with the text set, or without the key when the text is empty. */
function withOptional<T extends object, K extends keyof T & string>(value: T, key: K, text: string): T {
  const { [key]: _, ...rest } = value;
  return (text === '' ? rest : { ...rest, [key]: text }) as T;
}
