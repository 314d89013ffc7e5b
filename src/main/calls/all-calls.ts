import type { CallCommands, CommandRefusal } from '../ports/ports';
import type { OperatorCommands } from '../ports/ports-operator';

/** The calls of one side. */
export interface CallSide extends CallCommands {
  readonly operator: OperatorCommands;
}

/** The calls of several sides as one: a command goes to the side that knows the call. */
export function commandsOfAll(sides: () => readonly CallSide[]): CallSide {
  function first<T>(act: (side: CallSide) => T | CommandRefusal): T | CommandRefusal {
    for (const side of sides()) {
      const answer = act(side);
      if (answer !== 'no-such-call') return answer;
    }
    return 'no-such-call';
  }
  function tell(act: (operator: OperatorCommands) => CommandRefusal | undefined): CommandRefusal | undefined {
    return first((side) => act(side.operator));
  }
  return {
    end: (callId, when) => first((side) => side.end(callId, when)),
    stopWords: (callId) => first((side) => side.stopWords(callId)),
    answerTool: (callId, toolCallId, output) => first((side) => side.answerTool(callId, toolCallId, output)),
    rejectTool: (callId, toolCallId, reason) => first((side) => side.rejectTool(callId, toolCallId, reason)),
    approveTool: (callId, toolCallId, digest) => first((side) => side.approveTool(callId, toolCallId, digest)),
    functionsOf: (callId) => first((side) => side.functionsOf(callId)),
    switchFunction: (callId, name, isOn) => first((side) => side.switchFunction(callId, name, isOn)),
    applyAgent: (callId, agent) => first((side) => side.applyAgent(callId, agent)),
    operator: {
      whisper: (callId, text, spoken) => tell((side) => side.whisper(callId, text, spoken)),
      say: (callId, text) => tell((side) => side.say(callId, text)),
      listen: (callId, headset) => first((side) => side.operator.listen(callId, headset)),
      takeOver: (callId, headsetId, microphone) => tell((side) => side.takeOver(callId, headsetId, microphone)),
      speak: (callId, headsetId, frame) => {
        for (const side of sides()) side.operator.speak(callId, headsetId, frame);
      },
      muteMyself: (callId, muted) => tell((side) => side.muteMyself(callId, muted)),
      operatorLost: (callId, headsetId, loss) => tell((side) => side.operatorLost(callId, headsetId, loss)),
      draftBrief: async (callId) => {
        const drafts = await Promise.all(sides().map((side) => side.operator.draftBrief(callId)));
        return drafts.find(({ text }) => text !== '') ?? { text: '', by: 'lines' };
      },
      handBack: (callId, brief, speaksFirst) => tell((side) => side.handBack(callId, brief, speaksFirst)),
      hold: (callId, held) => tell((side) => side.hold(callId, held)),
      muteAgent: (callId, muted) => tell((side) => side.muteAgent(callId, muted)),
      pressKeys: (callId, digits) => tell((side) => side.pressKeys(callId, digits)),
    },
  };
}
