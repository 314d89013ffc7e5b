import { implement } from '@orpc/server';
import { transferContract } from '../../../shared/contract/transfer-contract';
import type { Calls } from '../../ports/ports-operator';
import type { OutboundCalls } from '../../ports/ports-transfer';
import { createOnCall } from './on-call';

/** The handlers of the part of the contract that is about calls that leave this console. */
export function createTransferHandlers(calls: Pick<Calls, 'find'>, outbound: OutboundCalls) {
  const operator = implement(transferContract);
  const on = createOnCall(calls);
  return operator.router({
    transfer: operator.transfer.handler(({ input: { callId, ...request } }) =>
      on(callId, (call) => call.transfer(request)),
    ),
    dial: operator.dial.handler(({ input }) => outbound.dial(input)),
  });
}
