import { Button } from '@mantine/core';
import type { AgentRefused } from '../../stores/agents-store';
import { Dialog } from '../../ui/dialog';
import styles from '../versions/publish-dialog.module.css';
import { RefusedNotice } from './refused-notice';

interface RefusedDialogProps {
  /** Refusal to show; null while there is none. */
  readonly refused: AgentRefused | null;
  readonly onClose: () => void;
}

/** Dialog that explains why something was not done to an agent. */
export function RefusedDialog({ refused, onClose }: RefusedDialogProps) {
  return (
    <Dialog
      title="This was not done"
      opened={refused !== null}
      size={560}
      onClose={onClose}
      onSubmit={onClose}
      actions={
        <Button type="submit" data-autofocus variant="default">
          Close
        </Button>
      }
    >
      <div className={styles['difference']}>{refused !== null && <RefusedNotice refused={refused} />}</div>
    </Dialog>
  );
}
