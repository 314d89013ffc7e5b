import { implement } from '@orpc/server';
import { practiceContract } from '../../../shared/contract/practice-contract';
import type { Rehearsing } from '../../ports/ports-practice';
import { verdict } from './on-call';
import type { PracticeCommands } from '../headset/practising';

/** The handlers of the part of the contract that is about trying an agent without a phone. */
export function createPracticeHandlers(practice: PracticeCommands, rehearsing: Rehearsing) {
  const console = implement(practiceContract);
  return console.router({
    call: console.call.handler(({ input }) => practice.call(input.agentId, input.headsetId)),
    hangUp: console.hangUp.handler(({ input }) => practice.hangUp(input.headsetId)),
    rehearse: console.rehearse.handler(({ input }) => rehearsing.begin(input.agentId)),
    write: console.write.handler(({ input }) => verdict(rehearsing.write(input.callId, input.text))),
  });
}
