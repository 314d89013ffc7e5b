import { Button, Modal } from '@mantine/core';
import { displayNumber } from '../ui/phone-number';
import styles from './take-over-dialog.module.css';

/** What answers a number now, whatever its webhook says. */
export interface TakeOver {
  readonly number: string;
  readonly kind: 'application' | 'trunk';
}

interface TakeOverDialogProps {
  readonly asked: TakeOver | null;
  readonly onAgree: (number: string) => void;
  readonly onCancel: () => void;
}

const NAMES: Readonly<Record<TakeOver['kind'], string>> = { application: 'TwiML app', trunk: 'SIP trunk' };

/** Asks before something of the user's own is replaced. */
export function TakeOverDialog({ asked, onAgree, onCancel }: TakeOverDialogProps) {
  const name = NAMES[asked?.kind ?? 'application'];
  return (
    <Modal.Root opened={asked !== null} onClose={onCancel} size={440}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body className={styles['body']}>
          <Modal.Title>A {name} answers this number</Modal.Title>
          <p>
            Calls to {displayNumber(asked?.number ?? '')} go to a {name} of yours, whatever the number’s webhook says.
            To answer them, Switchboard takes the {name} off the number while the line is live.
          </p>
          <p>
            Before that it writes down how the number is set. <strong>Go off</strong> puts the {name} back, as do
            quitting, and the next start after a crash.
          </p>
          <div className={styles['actions']}>
            <Button variant="default" data-autofocus onClick={onCancel}>
              Leave it as it is
            </Button>
            <Button onClick={() => asked !== null && onAgree(asked.number)}>Replace it and go live</Button>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
