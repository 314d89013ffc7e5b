import { Switch, Textarea, TextInput } from '@mantine/core';
import { markdown } from '@codemirror/lang-markdown';
import { TextEditor } from '../../ui/text/text-editor';
import { treeClasses } from '../../ui/text/tree-classes';
import type { PartProps } from './part-props';
import marks from './markdown-marks.module.css';
import styles from './parts.module.css';

const MARKDOWN = [
  markdown(),
  treeClasses({
    ATXHeading1: marks['heading'],
    ATXHeading2: marks['heading'],
    ATXHeading3: marks['heading'],
    ATXHeading4: marks['heading'],
    SetextHeading1: marks['heading'],
    SetextHeading2: marks['heading'],
    StrongEmphasis: marks['strong'],
    Emphasis: marks['emphasis'],
    InlineCode: marks['code'],
    CodeText: marks['code'],
    Blockquote: marks['quote'],
    HeaderMark: marks['mark'],
    EmphasisMark: marks['mark'],
    ListMark: marks['mark'],
    CodeMark: marks['mark'],
    QuoteMark: marks['mark'],
  }),
];

/** Editor part for the agent's name, greeting and instructions. */
export function WordsPart({ profile, isNew, onChange, problemOf }: PartProps) {
  return (
    <div className={styles['words']}>
      <div className={styles['opening']}>
        <TextInput
          label="Name"
          description="Operators see it; callers never do."
          autoFocus={isNew}
          onFocus={(event) => {
            if (isNew) event.currentTarget.select();
          }}
          value={profile.name}
          error={problemOf('name')}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <Textarea
          label="Greeting"
          description="Spoken first, word for word. Empty: the caller speaks first."
          autosize
          minRows={1}
          maxRows={4}
          value={profile.greeting}
          error={problemOf('greeting')}
          onChange={(event) => onChange({ greeting: event.currentTarget.value })}
        />
        <Switch
          label="The caller may interrupt the greeting"
          description={
            profile.greetingInterruptible
              ? 'It stops as soon as the caller speaks.'
              : 'It is heard to its end; what the caller says meanwhile is answered after it.'
          }
          checked={profile.greetingInterruptible}
          disabled={profile.greeting === ''}
          onChange={(event) => onChange({ greetingInterruptible: event.currentTarget.checked })}
        />
      </div>
      <TextEditor
        label="Instructions"
        description="Who the agent is, what it knows, what it may promise. Headings and lists help the model as they help you."
        placeholder="You answer the phone for…"
        extensions={MARKDOWN}
        fills
        spellCheck
        value={profile.instructions}
        error={problemOf('instructions')}
        onChange={(instructions) => onChange({ instructions })}
      />
    </div>
  );
}
