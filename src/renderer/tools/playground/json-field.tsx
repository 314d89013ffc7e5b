import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { exactJson, readExactJson } from '../../../shared/tool/exact-json';

interface JsonFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly value: unknown;
  /** Undefined: nothing is written, or nothing that is JSON. */
  readonly onChange: (value: unknown) => void;
}

/** A value as JSON, where no simpler field can hold it. */
export function JsonField({ label, description, value, onChange }: JsonFieldProps) {
  const [text, setText] = useState(() => (value === undefined ? '' : exactJson(value, 2)));
  const read = parsed(text);
  return (
    <Textarea
      label={label}
      {...(description === undefined ? {} : { description })}
      placeholder="JSON"
      autosize
      minRows={2}
      maxRows={10}
      spellCheck={false}
      value={text}
      error={read === null ? 'This is not JSON' : undefined}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        const made = parsed(next);
        onChange(made === null ? undefined : made.value);
      }}
    />
  );
}

function parsed(text: string): { readonly value: unknown } | null {
  if (text.trim() === '') return { value: undefined };
  const value = readExactJson(text);
  return value === undefined ? null : { value };
}
