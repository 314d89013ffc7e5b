import type { CallCommands, CommandRefusal } from './ports';

/** The calls of several sides as one: a command goes to the side that knows the call. */
export function commandsOfAll(sides: () => readonly CallCommands[]): CallCommands {
  function tell(act: (side: CallCommands) => CommandRefusal | undefined): CommandRefusal | undefined {
    for (const side of sides()) {
      const refusal = act(side);
      if (refusal !== 'no-such-call') return refusal;
    }
    return 'no-such-call';
  }
  return {
    end: (callId) => tell((side) => side.end(callId)),
    stopWords: (callId) => tell((side) => side.stopWords(callId)),
    answerTool: (callId, toolCallId, output) => tell((side) => side.answerTool(callId, toolCallId, output)),
    rejectTool: (callId, toolCallId, reason) => tell((side) => side.rejectTool(callId, toolCallId, reason)),
  };
}
