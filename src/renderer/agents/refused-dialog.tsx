import { Button, Modal } from '@mantine/core';
import type { AgentRefused } from '../connection/agents-store';
import styles from './publish-dialog.module.css';
import { RefusedNotice } from './refused-notice';

interface RefusedDialogProps {
  /** Null: nothing was. */
  readonly refused: AgentRefused | null;
  readonly onClose: () => void;
}

/** Says why something was not done. */
export function RefusedDialog({ refused, onClose }: RefusedDialogProps) {
  return (
    <Modal.Root opened={refused !== null} onClose={onClose} size={560}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body className={styles['body']}>
          <Modal.Title>This was not done</Modal.Title>
          <div className={styles['difference']}>{refused !== null && <RefusedNotice refused={refused} />}</div>
          <div className={styles['actions']}>
            <Button data-autofocus variant="default" onClick={onClose}>
              Close
            </Button>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
