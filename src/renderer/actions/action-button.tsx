import { Button, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Call } from '../../shared/call/call';
import { KeyCap } from '../ui/keyboard/key-cap';
import { actionTitle, ariaKey, keyCap, type Action } from './action';
import { useAction } from './use-actions';

interface ActionButtonProps extends Pick<ButtonProps, 'variant' | 'size' | 'className' | 'justify'> {
  readonly action: Action;
  /** Call the action is performed on; null for none in particular. */
  readonly call?: Call | null;
  readonly isDangerous?: boolean;
  /** Shows a spinner while the action is pending. */
  readonly showsProgress?: boolean;
  /** Label to show instead of the action's own. */
  readonly children?: ReactNode;
}

/** Button of an action; its label, tooltip and key, and whether it is enabled, come from the action. */
export function ActionButton(props: ActionButtonProps) {
  const { action, call = null, isDangerous = false, showsProgress = false, children, ...rest } = props;
  const { label, isEnabled, isOn, isPending, perform } = useAction(action, call);
  return (
    <Button
      variant="default"
      justify="space-between"
      disabled={!isEnabled}
      loading={showsProgress && isPending}
      aria-pressed={isOn}
      aria-keyshortcuts={ariaKey(action)}
      title={actionTitle(action)}
      rightSection={<KeyCap>{keyCap(action)}</KeyCap>}
      onClick={perform}
      {...(isDangerous && { 'data-danger': true })}
      {...rest}
    >
      {children ?? label}
    </Button>
  );
}
