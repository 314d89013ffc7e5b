import { Button } from '@mantine/core';
import { Dialog } from '../../ui/dialog';
import { plainLine } from '../../ui/text/plain-text';

interface RemoveDialogProps {
  readonly opened: boolean;
  readonly name: string;
  readonly onClose: () => void;
  readonly onRemove: () => Promise<void>;
}

/** Confirmation before an agent is removed with all its versions. */
export function RemoveDialog({ opened, name, onClose, onRemove }: RemoveDialogProps) {
  return (
    <Dialog
      title={`Remove ${plainLine(name) || 'this agent'}?`}
      opened={opened}
      size={440}
      onClose={onClose}
      onSubmit={() => void onRemove()}
      actions={
        <>
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep it
          </Button>
          <Button data-danger type="submit">
            Remove
          </Button>
        </>
      }
    >
      <p>
        Its draft and all its versions are gone for good; export it first to keep them as a file. Calls that are on go
        on with it.
      </p>
    </Dialog>
  );
}
