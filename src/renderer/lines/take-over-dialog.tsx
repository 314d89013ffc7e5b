import { Button } from '@mantine/core';
import { Dialog } from '../ui/dialog';
import { displayNumber } from '../ui/text/phone-number';

/** TwiML app or SIP trunk that answers a number now, whatever its webhook says. */
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

/** Confirmation before something of the user's own is replaced. */
export function TakeOverDialog({ asked, onAgree, onCancel }: TakeOverDialogProps) {
  const name = NAMES[asked?.kind ?? 'application'];
  return (
    <Dialog
      title={`A ${name} answers this number`}
      opened={asked !== null}
      size={440}
      onClose={onCancel}
      onSubmit={() => asked !== null && onAgree(asked.number)}
      actions={
        <>
          <Button variant="default" data-autofocus onClick={onCancel}>
            Leave it as it is
          </Button>
          <Button type="submit">Replace it and go live</Button>
        </>
      }
    >
      <p>
        Calls to {displayNumber(asked?.number ?? '')} go to a {name} of yours, whatever the number’s webhook says. To
        answer them, Switchboard takes the {name} off the number while the line is live.
      </p>
      <p>
        Before that it writes down how the number is set. <strong>Go off</strong> puts the {name} back, as do quitting,
        and the next start after a crash.
      </p>
    </Dialog>
  );
}
