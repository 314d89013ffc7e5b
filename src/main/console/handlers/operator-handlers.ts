import { implement } from '@orpc/server';
import { operatorContract } from '../../../shared/contract/operator-contract';
import type { Calls } from '../../ports/ports-operator';
import type { Dialling } from '../../ports/ports-transfer';
import type { HeadsetCommands } from '../headset/headsets';
import { createOnCall, verdict } from './on-call';

const NO_DRAFT = { text: '', by: 'lines' } as const;

/** Handlers of the part of the contract in which operators act on calls. */
export function createOperatorHandlers(calls: Pick<Calls, 'find'>, headsets: HeadsetCommands, outbound: Dialling) {
  const operator = implement(operatorContract);
  const on = createOnCall(calls);
  return operator.router({
    whisper: operator.whisper.handler(({ input: { callId, text, spoken } }) =>
      on(callId, (call) => call.operator.whisper(text, spoken)),
    ),
    say: operator.say.handler(({ input: { callId, text } }) => on(callId, (call) => call.operator.say(text))),
    takeOver: operator.takeOver.handler(({ input: { callId, headsetId, microphone, consoleId } }) =>
      verdict(headsets.takeOver(callId, headsetId, microphone, consoleId)),
    ),
    muteMyself: operator.muteMyself.handler(({ input: { callId, muted } }) =>
      on(callId, (call) => call.operator.muteMyself(muted)),
    ),
    microphoneLost: operator.microphoneLost.handler(({ input: { callId, headsetId, loss } }) =>
      on(callId, (call) => call.operator.lost(headsetId, loss)),
    ),
    draftBrief: operator.draftBrief.handler(({ input: { callId } }) => {
      const call = calls.find(callId);
      return typeof call === 'string' ? NO_DRAFT : call.operator.draftBrief();
    }),
    handBack: operator.handBack.handler(({ input: { callId, brief, speaksFirst } }) =>
      on(callId, (call) => call.operator.handBack(brief, speaksFirst)),
    ),
    hold: operator.hold.handler(({ input: { callId, held } }) => on(callId, (call) => call.operator.hold(held))),
    muteAgent: operator.muteAgent.handler(({ input: { callId, muted } }) =>
      on(callId, (call) => call.operator.muteAgent(muted)),
    ),
    pressKeys: operator.pressKeys.handler(({ input: { callId, digits } }) =>
      on(callId, (call) => call.operator.pressKeys(digits)),
    ),
    transfer: operator.transfer.handler(({ input: { callId, ...request } }) =>
      on(callId, (call) => call.transfer(request)),
    ),
    dial: operator.dial.handler(({ input }) => outbound.dial(input)),
    listen: operator.listen.handler(({ input: { callId, headsetId } }) => verdict(headsets.listen(headsetId, callId))),
  });
}
