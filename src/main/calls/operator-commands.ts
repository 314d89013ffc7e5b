import type { CommandRefusal } from '../ports/ports';
import type { OperatorCommands } from '../ports/ports-operator';
import type { OperatorLeg } from '../call/operator/operator-leg';

const NO_DRAFT = { text: '', by: 'lines' } as const;

/** What operators may do to calls, by the call's id. `legOf`: the operator's leg of a call, or why there is none. */
export function createOperatorCommands(legOf: (callId: string) => OperatorLeg | CommandRefusal): OperatorCommands {
  function tell(callId: string, act: (leg: OperatorLeg) => CommandRefusal | undefined): CommandRefusal | undefined {
    const leg = legOf(callId);
    return typeof leg === 'string' ? leg : act(leg);
  }
  return {
    whisper: (callId, text, spoken) => tell(callId, (leg) => leg.whisper(text, spoken)),
    say: (callId, text) => tell(callId, (leg) => leg.say(text)),
    listen: (callId, headset) => {
      const leg = legOf(callId);
      return typeof leg === 'string' ? leg : leg.listen(headset);
    },
    takeOver: (callId, headsetId, microphone) => tell(callId, (leg) => leg.takeOver(headsetId, microphone)),
    speak: (callId, headsetId, frame) => {
      const leg = legOf(callId);
      if (typeof leg !== 'string') leg.speak(headsetId, frame);
    },
    muteMyself: (callId, muted) => tell(callId, (leg) => leg.muteMyself(muted)),
    operatorLost: (callId, headsetId, loss) => tell(callId, (leg) => leg.lost(headsetId, loss)),
    draftBrief: (callId) => {
      const leg = legOf(callId);
      return typeof leg === 'string' ? Promise.resolve(NO_DRAFT) : leg.draftBrief();
    },
    handBack: (callId, brief, speaksFirst) => tell(callId, (leg) => leg.handBack(brief, speaksFirst)),
    hold: (callId, held) => tell(callId, (leg) => leg.hold(held)),
    muteAgent: (callId, muted) => tell(callId, (leg) => leg.muteAgent(muted)),
    pressKeys: (callId, digits) => tell(callId, (leg) => leg.pressKeys(digits)),
  };
}
