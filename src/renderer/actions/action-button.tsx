import { Button, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Call } from '../../shared/call/call';
import { KeyCap } from '../ui/keyboard/key-cap';
import { actionTitle, ariaKey, keyCap, type Action } from './action';
import { useAction } from './use-actions';

interface ActionButtonProps extends Pick<ButtonProps, 'variant' | 'size' | 'className' | 'justify'> {
  readonly action: Action;
  /** The call it is done to; null: none in particular. */
  readonly call?: Call | null;
  readonly isDangerous?: boolean;
  /** Turns while the act is under way. */
  readonly showsProgress?: boolean;
  /** Other words than the action's own. */
  readonly children?: ReactNode;
}

/** Button of an action: its words, tooltip and key, and whether it can be pressed, come from the action. */
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
