import { Radio, Switch, TagsInput, Textarea } from '@mantine/core';
import { NO_PARAMETERS } from '../../../shared/tool/parameters';
import type { OperatorTool } from '../../../shared/tool/tool';
import { ParametersEditor } from '../schema/parameters-editor';
import { withOptional, type FieldsProps } from './fields-props';
import styles from './tool-fields.module.css';

/** Fields of a tool that a person answers: the way of answering, and what happens when nobody does. */
export function OperatorFields({ tool, problemOf, onChange }: FieldsProps<OperatorTool>) {
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
