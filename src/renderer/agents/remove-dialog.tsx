import { Button, Modal } from '@mantine/core';
import { plainLine } from '../ui/plain-text';
import styles from './publish-dialog.module.css';

interface RemoveDialogProps {
  readonly opened: boolean;
  readonly name: string;
  readonly onClose: () => void;
  readonly onRemove: () => Promise<void>;
}

/** Asks before an agent is gone with all its versions. */
export function RemoveDialog({ opened, name, onClose, onRemove }: RemoveDialogProps) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={440}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body className={styles['body']}>
          <Modal.Title>Remove {plainLine(name) || 'this agent'}?</Modal.Title>
          <p>
            Its draft and all its versions are gone for good; export it first to keep them as a file. Calls that are on
            go on with it.
          </p>
          <div className={styles['actions']}>
            <Button variant="default" data-autofocus onClick={onClose}>
              Keep it
            </Button>
            <Button data-danger onClick={() => void onRemove()}>
              Remove
            </Button>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
