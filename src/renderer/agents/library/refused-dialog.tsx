import { Button } from '@mantine/core';
import type { AgentRefused } from '../../stores/agents-store';
import { Dialog } from '../../ui/dialog';
import { Notice } from '../../ui/notice';
import { QuietButton } from '../../ui/quiet-button';
import { plainLine } from '../../ui/text/plain-text';
import styles from '../versions/publish-dialog.module.css';

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

interface RefusedNoticeProps {
  readonly refused: AgentRefused;
  readonly onClose?: () => void;
}

/** Notice that explains why something was not done to an agent, and lists each problem with its place. */
export function RefusedNotice({ refused, onClose }: RefusedNoticeProps) {
  const { refusal, problems } = refused;
  return (
    <Notice
      tone="failing"
      sentence={refusal.sentence}
      remedy={refusal.remedy}
      notes={problems.map(({ where, sentence }) => plainLine(`${where}: ${sentence}`))}
      action={onClose === undefined ? undefined : <QuietButton onClick={onClose}>Close</QuietButton>}
    />
  );
}
