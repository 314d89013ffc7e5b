import { UnstyledButton, type ElementProps, type UnstyledButtonProps } from '@mantine/core';
import styles from './quiet-button.module.css';

interface QuietButtonProps extends UnstyledButtonProps, ElementProps<'button', keyof UnstyledButtonProps> {}

/** A button that looks like a link: for what is rarely done. */
export function QuietButton({ className, ...rest }: QuietButtonProps) {
  return <UnstyledButton {...rest} className={[styles['quiet'], className].filter(Boolean).join(' ')} />;
}
