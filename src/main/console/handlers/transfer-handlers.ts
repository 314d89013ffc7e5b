import { implement } from '@orpc/server';
import { transferContract } from '../../../shared/contract/transfer-contract';
import type { PhoneCommands } from '../../ports/ports-transfer';

/** The handlers of the part of the contract that is about calls that leave the desk. */
export function createTransferHandlers(phone: PhoneCommands) {
  const operator = implement(transferContract);
  return operator.router({
    transfer: operator.transfer.handler(({ input: { callId, ...request } }) => {
      const refusal = phone.transfer(callId, request);
      return refusal === undefined ? { ok: true } : { ok: false, code: refusal };
    }),
    dial: operator.dial.handler(({ input }) => phone.dial(input)),
  });
}
