import { Modal } from '@mantine/core';
import type { SyntheticEvent, ReactNode } from 'react';
import styles from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** What Enter does, and the button of type `submit`. */
  readonly onSubmit: () => void;
  readonly size?: number;
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

/** A question that is answered, or left by Escape. Shown as long as it is rendered. */
export function Dialog({ title, onClose, onSubmit, size = 460, actions, children }: DialogProps) {
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Modal.Root opened onClose={onClose} size={size}>
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
