import { PasswordInput } from '@mantine/core';
import type { ClipboardEvent } from 'react';
import { keyLabel, type KeyName } from '../../../shared/keys/key-name';
import type { Refusal } from '../../client/refusals/refusals';

interface KeyInputProps {
  readonly name: KeyName;
  readonly description?: string | undefined;
  readonly refusal: Refusal | undefined;
  readonly disabled: boolean;
  readonly autoFocus: boolean;
  readonly onPaste?: (event: ClipboardEvent<HTMLInputElement>) => void;
  /** Receives the input element; the typed key stays in it and nowhere else. */
  readonly keep: (input: HTMLInputElement | null) => void;
}

/** Input for typing or pasting a key. Uncontrolled, so that React never writes the key into the page. */
export function KeyInput({ name, description, refusal, disabled, autoFocus, onPaste, keep }: KeyInputProps) {
  const label = keyLabel(name);
  return (
    <PasswordInput
      ref={keep}
      label={label}
      description={description}
      error={refusal === undefined ? undefined : `${refusal.sentence} ${refusal.remedy}`}
      disabled={disabled}
      data-autofocus={autoFocus || undefined}
      autoComplete="off"
      autoCorrect="off"
      autoCapitalize="off"
      spellCheck={false}
      data-1p-ignore
      data-lpignore="true"
      onPaste={onPaste}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': `Show the ${label}` }}
    />
  );
}
