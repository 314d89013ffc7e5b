import { Button, Textarea } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { isRecord } from '../../../shared/std/guards';
import { exactJson, readExactJson } from '../../../shared/tool/exact-json';
import type { JsonSchema } from '../../../shared/tool/parameters';
import { emptyValue, fieldsOf, missingIn, type FormValue } from '../../../shared/tool/schema-form';
import { KeyCap } from '../../ui/keyboard/key-cap';
import { plainLine } from '../../ui/text/plain-text';
import styles from './answer-form.module.css';
import { ArgumentsForm } from './arguments-form';

/** Longest answer and longest reason, characters; the limits of the call contract. */
const MAX_ANSWER_CHARS = 65_536;
const MAX_REASON_CHARS = 500;
const REJECTED = 'The operator rejected this.';

interface AnswerFormProps {
  readonly name: string;
  /** Answers that can be given with one click. */
  readonly options: readonly string[];
  /** Schema of the answer's fields; undefined for free text. */
  readonly schema: JsonSchema | undefined;
  readonly isSending: boolean;
  /** Text written earlier, and the callback that keeps what is written now. */
  readonly draft?: { readonly text: string; readonly keep: (text: string) => void };
  readonly onAnswer: (output: string) => void;
  readonly onReject: (reason: string) => void;
}

/** Form in which a person answers the agent: with one click, in fields, or in their own words. */
export function AnswerForm(props: AnswerFormProps) {
  const fields = props.schema === undefined ? null : fieldsOf(props.schema);
  return fields === null || fields.length === 0 ? (
    <TextAnswer {...props} />
  ) : (
    <FieldsAnswer {...props} fields={fields} />
  );
}

function TextAnswer({ name, options, isSending, draft, onAnswer, onReject }: AnswerFormProps) {
  const [text, setText] = useState(draft?.text ?? '');
  const write = (next: string): void => {
    setText(next);
    draft?.keep(next);
  };
  const ready = text.trim() !== '' && !isSending;
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Escape') event.currentTarget.blur();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (ready) onAnswer(text);
  };
  return (
    <>
      {options.length > 0 && (
        <div role="group" aria-label="One-click replies" className={styles['options']}>
          {options.map((option) => (
            <Button
              key={option}
              variant="default"
              size="compact-sm"
              disabled={isSending}
              onClick={() => onAnswer(option)}
            >
              {plainLine(option)}
            </Button>
          ))}
        </div>
      )}
      <Textarea
        data-answer-box
        aria-label={`Answer to ${plainLine(name)}`}
        placeholder={options.length > 0 ? 'Or in your own words' : 'Your answer, as text or JSON'}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={MAX_ANSWER_CHARS}
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles['actions']}>
        <Button
          justify="space-between"
          disabled={!ready}
          rightSection={<KeyCap>⏎</KeyCap>}
          onClick={() => onAnswer(text)}
        >
          Answer
        </Button>
        <Button
          variant="default"
          disabled={isSending}
          onClick={() => onReject(text.trim().slice(0, MAX_REASON_CHARS) || REJECTED)}
        >
          Reject
        </Button>
      </div>
    </>
  );
}

interface FieldsAnswerProps extends AnswerFormProps {
  readonly fields: NonNullable<ReturnType<typeof fieldsOf>>;
}

function FieldsAnswer({ fields, isSending, draft, onAnswer, onReject }: FieldsAnswerProps) {
  const [value, setValue] = useState<FormValue>(() => draftOf(draft?.text) ?? emptyValue(fields));
  const isReady = missingIn(fields, value).length === 0 && !isSending;
  return (
    <form
      className={styles['fields']}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onAnswer(exactJson(value));
      }}
    >
      <ArgumentsForm
        isDense
        fields={fields}
        value={value}
        onChange={(next) => {
          setValue(next);
          draft?.keep(exactJson(next));
        }}
      />
      <div className={styles['actions']}>
        <Button type="submit" disabled={!isReady}>
          Answer
        </Button>
        <Button variant="default" disabled={isSending} onClick={() => onReject(REJECTED)}>
          Reject
        </Button>
      </div>
    </form>
  );
}

function draftOf(text: string | undefined): FormValue | null {
  const value = readExactJson(text ?? '');
  return isRecord(value) ? value : null;
}
