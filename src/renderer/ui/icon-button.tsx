import { ActionIcon, Tooltip, type ActionIconProps, type ElementProps } from '@mantine/core';
import type { ReactNode } from 'react';

interface IconButtonProps extends ActionIconProps, ElementProps<'button', keyof ActionIconProps> {
  /** What it does: read out, and shown on hover and focus. */
  readonly label: string;
  readonly icon: ReactNode;
}

/** A button that is only an icon, and says what it does. */
export function IconButton({ label, icon, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} position="right">
      <ActionIcon variant="subtle" color="gray" size={34} {...rest} aria-label={label}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
