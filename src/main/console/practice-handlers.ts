import { implement } from '@orpc/server';
import { practiceContract } from '../../shared/contract/practice-contract';
import type { PracticeCommands } from './practising';

/** The handlers of the part of the contract that is about calling an agent without a phone. */
export function createPracticeHandlers(practice: PracticeCommands) {
  const console = implement(practiceContract);
  return console.router({
    call: console.call.handler(({ input }) => practice.call(input.agentId, input.headsetId)),
    hangUp: console.hangUp.handler(({ input }) => practice.hangUp(input.headsetId)),
  });
}
