import { Button } from '@mantine/core';
import { useState } from 'react';
import { NOT_DONE } from '../client/refusals/refusals';
import { useServices } from '../services/services';
import type { ListedLine } from '../stores/lines-store';
import { Dialog } from '../ui/dialog';
import { showRefusal } from '../ui/refusal-toast';
import { displayNumber } from '../ui/text/phone-number';
import { overriding } from './line-labels';

/** Handlers that take lines live, with the confirmation that some of them need. */
export interface GoingLive {
  /** Takeover the user has to agree to; null for none. */
  readonly asked: TakeOver | null;
  readonly goLive: (line: Pick<ListedLine, 'number' | 'destination'>) => void;
  readonly agree: (number: string) => void;
  readonly cancel: () => void;
}

/**
 * Returns a function that takes a line off. A main process that did not answer is reported at once, because the line
 * does not show it.
 */
export function useGoingOff(): (number: string) => Promise<void> {
  const { lines } = useServices();
  return async (number) => {
    const refusal = await lines.goOff(number);
    if (refusal === 'not-reached') showRefusal(NOT_DONE);
  };
}

/** Takes lines live. It asks first when a TwiML app or a trunk answers now, even if that is found only on the way. */
export function useGoingLive(): GoingLive {
  const { lines } = useServices();
  const [asked, setAsked] = useState<TakeOver | null>(null);
  return {
    asked,
    goLive: ({ number, destination }) => {
      const kind = overriding(destination);
      if (kind === null) void attempt(number);
      else setAsked({ number, kind });
    },
    agree: (number) => {
      setAsked(null);
      void lines.goLive(number, true);
    },
    cancel: () => setAsked(null),
  };

  async function attempt(number: string): Promise<void> {
    const refusal = await lines.goLive(number, false);
    if (refusal === 'application-answers') setAsked({ number, kind: 'application' });
    if (refusal === 'trunk-answers') setAsked({ number, kind: 'trunk' });
  }
}

/** TwiML app or SIP trunk that answers a number now, whatever its webhook says. */
interface TakeOver {
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
