import { ActionIcon, Tooltip, type ActionIconProps, type ElementProps } from '@mantine/core';
import type { ReactNode } from 'react';

interface IconButtonProps extends ActionIconProps, ElementProps<'button', keyof ActionIconProps> {
  /** What it does: read out, and shown on hover and focus. */
  readonly label: string;
  readonly icon: ReactNode;
  /** Where the label is shown; to the right unless told. */
  readonly position?: 'right' | 'bottom';
}

/** A button that is only an icon, and says what it does. */
export function IconButton({ label, icon, position = 'right', ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} position={position}>
      <ActionIcon variant="subtle" color="gray" size={34} {...rest} aria-label={label}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
