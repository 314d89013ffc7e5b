import { ActionIcon, Tooltip, type ActionIconProps, type ElementProps } from '@mantine/core';
import type { ReactNode } from 'react';

interface IconButtonProps extends ActionIconProps, ElementProps<'button', keyof ActionIconProps> {
  /** Name of the action: read out, and shown on hover and focus. */
  readonly label: string;
  readonly icon: ReactNode;
  /** Side of the button that shows the label; `right` by default. */
  readonly position?: 'right' | 'bottom';
}

/** Button that shows only an icon, and says what it does. */
export function IconButton({ label, icon, position = 'right', ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} position={position}>
      <ActionIcon variant="subtle" color="gray" size={34} {...rest} aria-label={label}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
