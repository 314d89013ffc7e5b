import { TextInput } from '@mantine/core';
import { OPENS_ON } from '../dialog';

interface PhoneNumberFieldProps {
  readonly value: string;
  /** Reason the number cannot be called; null when none is known. */
  readonly problem: string | null;
  readonly onChange: (value: string) => void;
}

/** Field for the number to call, as a person types it. */
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
