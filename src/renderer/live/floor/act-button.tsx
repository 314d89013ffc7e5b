import { Button } from '@mantine/core';
import { keyTitle } from '../../app/shortcut-list';
import { KeyCap } from '../../ui/keyboard/key-cap';
import { useShortcuts } from '../../ui/keyboard/shortcuts';

interface ActButtonProps {
  readonly label: string;
  /** As it is written on the key; bound in lower case. */
  readonly shortcut: string;
  readonly disabled: boolean;
  readonly isOn?: boolean;
  readonly primary?: boolean;
  readonly onAct: () => void;
}

/** Something the operator can do to the call, by click or by key. */
export function ActButton({ label, shortcut, disabled, isOn = false, primary = false, onAct }: ActButtonProps) {
  useShortcuts({ [shortcut.toLowerCase()]: disabled ? null : onAct });
  return (
    <Button
      variant={primary ? 'filled' : 'default'}
      justify="space-between"
      disabled={disabled}
      aria-pressed={isOn}
      aria-keyshortcuts={shortcut}
      title={keyTitle(shortcut.toLowerCase())}
      rightSection={<KeyCap>{shortcut}</KeyCap>}
      onClick={onAct}
    >
      {label}
    </Button>
  );
}
