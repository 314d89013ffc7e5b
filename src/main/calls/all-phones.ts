import type { PhoneCommands, TransferRefusal } from '../ports/ports-transfer';

/** The calls of several sides as one. Calls out leave by the first: the others have no line of the user's. */
export function phonesOfAll(outward: PhoneCommands, others: () => readonly PhoneCommands[]): PhoneCommands {
  return {
    transfer(callId, request): TransferRefusal | undefined {
      for (const side of [outward, ...others()]) {
        const refusal = side.transfer(callId, request);
        if (refusal !== 'no-such-call') return refusal;
      }
      return 'no-such-call';
    },
    dial: (request) => outward.dial(request),
  };
}
