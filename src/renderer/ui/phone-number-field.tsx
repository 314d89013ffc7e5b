import { TextInput } from '@mantine/core';
import { OPENS_ON } from './dialog';

interface PhoneNumberFieldProps {
  readonly value: string;
  /** Why nobody can be called at it; null: nothing is known against it. */
  readonly problem: string | null;
  readonly onChange: (value: string) => void;
}

/** The number to call, as a person types it. */
export function PhoneNumberField({ value, problem, onChange }: PhoneNumberFieldProps) {
  return (
    <TextInput
      {...OPENS_ON}
      type="tel"
      label="To"
      placeholder="+1 415 555 0134"
      maxLength={32}
      value={value}
      error={problem}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
