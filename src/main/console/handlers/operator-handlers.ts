import { implement } from '@orpc/server';
import { operatorContract } from '../../../shared/contract/operator-contract';
import type { Verdict } from '../../../shared/contract/verdict';
import type { CommandRefusal } from '../../ports/ports';
import type { OperatorCommands } from '../../ports/ports-operator';
import type { HeadsetCommands } from '../headset/headsets';

/** What the handlers of the operator's part work on. */
export interface OperatorDeps {
  readonly operator: OperatorCommands;
  readonly headsets: HeadsetCommands;
}

/** The handlers of the part of the contract that is about what operators do to calls. */
export function createOperatorHandlers({ operator: calls, headsets }: OperatorDeps) {
  const operator = implement(operatorContract);
  return operator.router({
    whisper: operator.whisper.handler(({ input }) => verdict(calls.whisper(input.callId, input.text, input.spoken))),
    say: operator.say.handler(({ input }) => verdict(calls.say(input.callId, input.text))),
    takeOver: operator.takeOver.handler(({ input }) =>
      verdict(headsets.takeOver(input.callId, input.headsetId, input.microphone)),
    ),
    muteMyself: operator.muteMyself.handler(({ input }) => verdict(calls.muteMyself(input.callId, input.muted))),
    microphoneLost: operator.microphoneLost.handler(({ input }) =>
      verdict(calls.operatorLost(input.callId, input.headsetId, input.loss)),
    ),
    draftBrief: operator.draftBrief.handler(({ input }) => calls.draftBrief(input.callId)),
    handBack: operator.handBack.handler(({ input }) =>
      verdict(calls.handBack(input.callId, input.brief, input.speaksFirst)),
    ),
    hold: operator.hold.handler(({ input }) => verdict(calls.hold(input.callId, input.held))),
    muteAgent: operator.muteAgent.handler(({ input }) => verdict(calls.muteAgent(input.callId, input.muted))),
    pressKeys: operator.pressKeys.handler(({ input }) => verdict(calls.pressKeys(input.callId, input.digits))),
    listen: operator.listen.handler(({ input }) => verdict(headsets.listen(input.headsetId, input.callId))),
  });
}

/** Done, or the code it was refused with. */
export function verdict(refusal: CommandRefusal | undefined): Verdict {
  return refusal === undefined ? { ok: true } : { ok: false, code: refusal };
}
