import type { CallEvent } from '../../../shared/call/events';
import type { Clock, ModelLeg } from '../../ports/ports';
import type { ToolRunner } from '../../ports/ports-tools';
import type { AgentInCall } from '../agent/agent-in-call';
import type { AgentSpeech } from '../agent/agent-speech';
import type { AgentResponse } from '../agent/responses';
import { CallActs, type PhoneActs } from './call-acts';
import { LateAnswers } from './late-answers';
import { ToolCalls } from './tool-calls';

export interface ToolsInCallParts {
  readonly agent: AgentInCall;
  readonly runner: ToolRunner;
  readonly phone: PhoneActs;
  readonly model: Pick<ModelLeg, 'sendToolOutput' | 'permitTool' | 'addNote'>;
  readonly speech: Pick<AgentSpeech, 'voice' | 'gate' | 'pendingHangup' | 'afterPlayout'>;
  readonly clock: Clock;
  readonly emit: (event: CallEvent) => void;
}

/**
 * Tools of one call and their place in the conversation: their answers, when the model hears of them, and what it says
 * meanwhile.
 */
export class ToolsInCall {
  readonly calls: ToolCalls;
  readonly lateAnswers: LateAnswers;

  constructor(private readonly parts: ToolsInCallParts) {
    const { agent, runner, phone, model, clock, emit } = parts;
    const { gate, pendingHangup, afterPlayout } = parts.speech;
    const goOn = (): void => {
      if (!pendingHangup.isUnderWay) gate.requestFollowUp();
    };
    this.lateAnswers = new LateAnswers({ emit, model, gate, onGiven: goOn });
    const acts = new CallActs({
      clock,
      phone,
      afterPlayout,
      leave: () => {
        if (pendingHangup.isOverruled) return 'not-possible-now';
        pendingHangup.begin('agent');
        return undefined;
      },
    });
    this.calls = new ToolCalls(agent, acts.around(runner), clock, {
      emit,
      model,
      lateAnswers: this.lateAnswers,
      fill: (whileRunning, response) => this.fill(whileRunning, response),
      onSettled: goOn,
    });
  }

  responseOver(response: AgentResponse): void {
    this.lateAnswers.flush();
    this.calls.responseOver(response);
    this.parts.speech.afterPlayout.check();
  }

  /**
   * Requests a filler, but only into silence: the agent may have said it already when it called the tool, or the caller
   * may be speaking.
   */
  private fill(whileRunning: string, response: AgentResponse): void {
    const { gate, voice, pendingHangup } = this.parts.speech;
    if (
      !gate.isOpen ||
      !gate.isIdle ||
      gate.isCallersTurn ||
      pendingHangup.isUnderWay ||
      voice.hasUnheard() ||
      response.hasSpoken
    )
      return;
    const { instructions } = this.parts.agent.now;
    gate.request({ instructions: fillerInstructions(instructions, whileRunning) }, 'filler');
  }
}

/** Instructions for a filler, which the agent says while a tool runs longer than a caller waits in silence. */
function fillerInstructions(instructions: string, whileRunning: string): string {
  return (
    `${instructions}\n\nA tool is running and its result is not there yet. Say this to the caller, shortly and in your own words: ` +
    `${whileRunning}\nDo not say what the result is or that it is there, and call no tool.`
  );
}
