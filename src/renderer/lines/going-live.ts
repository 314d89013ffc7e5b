import { useState } from 'react';
import type { ListedLine } from '../stores/lines-store';
import { NOT_DONE } from '../client/refusals/refusals';
import { useServices } from '../services/services';
import { showRefusal } from '../ui/refusal-toast';
import { overriding } from './line-words';
import type { TakeOver } from './take-over-dialog';

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
