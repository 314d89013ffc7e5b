import { Modal } from '@mantine/core';
import type { SyntheticEvent, ReactNode } from 'react';
import styles from './dialog.module.css';

/**
 * Attributes of the field that a dialog opens on. The focus trap moves the focus there in a timer, and letters typed before
 * would be lost; React moves it as the field is mounted.
 */
export const OPENS_ON = { 'data-autofocus': true, autoFocus: true } as const;

interface DialogProps {
  readonly title: string;
  /** False hides the dialog; for places where it stays rendered while it is not shown. */
  readonly opened?: boolean;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  readonly size?: number;
  /** Buttons of the dialog; the one of type `submit` does what Enter does. */
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

/** Dialog that asks a question; it is answered, or left with Escape. */
export function Dialog({ title, opened = true, onClose, onSubmit, size = 460, actions, children }: DialogProps) {
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Modal.Root opened={opened} onClose={onClose} size={size}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <form className={styles['body']} onSubmit={submit}>
            <Modal.Title>{title}</Modal.Title>
            {children}
            <div className={styles['actions']}>{actions}</div>
          </form>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
