import type { CallEvent } from '../../../shared/call/events';
import { functionsOf } from '../../../shared/tool/agent-function';
import type { Clock, CommandRefusal, Dispose, ModelEvent, ModelLeg } from '../../ports/ports';
import type { FunctionInCall, ToolOutcome, ToolRunner } from '../../ports/ports-tools';
import type { AgentInCall } from '../agent/agent-in-call';
import type { AgentSpeech } from '../agent/agent-speech';
import type { AgentResponse } from '../agent/response';
import { CallActs, type PhoneActs } from './call-acts';
import { LateAnswers } from './late-answers';
import { fillerInstructions } from './pending-words';
import { ToolCalls } from './tool-calls';

/** Longest wait of an act for the agent's words; 15 s, as long as that of a hang-up. */
const PLAYOUT_DEADLINE_MS = 15_000;

export interface ToolsInCallParts {
  readonly agent: AgentInCall;
  readonly runner: ToolRunner;
  readonly phone: PhoneActs;
  readonly model: Pick<ModelLeg, 'sendToolOutput' | 'permitTool' | 'addNote'>;
  readonly speech: Pick<AgentSpeech, 'voice' | 'gate' | 'pendingHangup'>;
  readonly clock: Clock;
  readonly emit: (event: CallEvent) => void;
}

/**
 * Tools of one call and their place in the conversation: their answers, when the model hears of them, and what it says
 * meanwhile.
 */
export class ToolsInCall {
  private readonly calls: ToolCalls;
  private readonly lateAnswers: LateAnswers;
  private readonly afterPlayout: AfterPlayout;

  constructor(private readonly parts: ToolsInCallParts) {
    const { agent, runner, phone, model, clock, emit } = parts;
    const { gate, pendingHangup } = parts.speech;
    const goOn = (): void => {
      if (!pendingHangup.isUnderWay) gate.requestFollowUp();
    };
    this.afterPlayout = new AfterPlayout(clock, () => parts.speech.voice.isQuiet());
    this.lateAnswers = new LateAnswers({
      emit,
      addNote: (note) => model.addNote(note),
      isBusy: () => !gate.isIdle,
      onGiven: goOn,
    });
    const acts = new CallActs({
      clock,
      phone,
      afterPlayout: (act) => this.afterPlayout.do(act),
      leave: () => {
        if (pendingHangup.isOverruled) return 'not-possible-now';
        pendingHangup.begin('agent');
        return undefined;
      },
    });
    this.calls = new ToolCalls(() => agent.now.tools, acts.around(runner), clock, {
      emit,
      sendOutput: (toolCallId, output) => model.sendToolOutput(toolCallId, output),
      permit: (toolCallId, isPermitted, reason) => model.permitTool(toolCallId, isPermitted, reason),
      tellLater: (text) => this.lateAnswers.give(text),
      fill: (whileRunning, response) => this.fill(whileRunning, response),
      onSettled: goOn,
    });
  }

  called(event: Extract<ModelEvent, { type: 'toolCalled' }>, response: AgentResponse, after: string | null): void {
    this.calls.called(event, response, after);
  }

  /** Settles a tool that the model service ran by itself. */
  ended(toolCallId: string, outcome: ToolOutcome): void {
    this.calls.ended(toolCallId, outcome);
  }

  responseOver(response: AgentResponse): void {
    this.lateAnswers.flush();
    this.calls.responseOver(response);
    this.afterPlayout.check();
  }

  /** Gives the model late answers after a refused create, if it has paused. */
  createRefused(): void {
    this.lateAnswers.flush();
  }

  noteRefused(itemId: string, detail: string): void {
    this.lateAnswers.refused(itemId, detail);
  }

  agentSaid(itemId: string, text: string): void {
    this.calls.agentSaid(itemId, text);
  }

  /** Checks the acts that wait for the agent's words: more of them was heard, or none will be. */
  heard(): void {
    this.afterPlayout.check();
  }

  answer(toolCallId: string, output: string): CommandRefusal | undefined {
    return this.calls.answer(toolCallId, output);
  }

  reject(toolCallId: string, reason: string): CommandRefusal | undefined {
    return this.calls.reject(toolCallId, reason);
  }

  approve(toolCallId: string, digest: string): CommandRefusal | undefined {
    return this.calls.approve(toolCallId, digest);
  }

  /** Functions of the agent in this call. `isOn` is false for one that is switched off. */
  list(): readonly FunctionInCall[] {
    return functionsOf(this.parts.agent.now.tools).map(({ name, tool }) => ({
      name,
      kind: tool.kind,
      isOn: !this.calls.switchedOff.has(name),
    }));
  }

  switchFunction(name: string, isOn: boolean): CommandRefusal | undefined {
    if (!functionsOf(this.parts.agent.now.tools).some((each) => each.name === name)) return 'no-such-tool-call';
    if (this.calls.switchFunction(name, isOn)) this.parts.agent.useWithout(this.calls.switchedOff);
    return undefined;
  }

  dispose(): void {
    this.calls.dispose();
    this.afterPlayout.dispose();
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

/**
 * Queue of acts that would cut the agent short. Runs them in order once the phone has played the agent's current words.
 */
class AfterPlayout {
  private waiting: { readonly act: () => void; readonly stopDeadline: Dispose }[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly isQuiet: () => boolean,
  ) {}

  do(act: () => void): void {
    const stopDeadline = this.clock.after(PLAYOUT_DEADLINE_MS, () => this.goOn());
    this.waiting.push({ act, stopDeadline });
    this.check();
  }

  /** Runs the queue if the agent is quiet; called when the phone played more or a response is over. */
  check(): void {
    if (this.waiting.length > 0 && this.isQuiet()) this.goOn();
  }

  dispose(): void {
    for (const { stopDeadline } of this.waiting.splice(0)) stopDeadline();
  }

  private goOn(): void {
    for (const { act, stopDeadline } of this.waiting.splice(0)) {
      stopDeadline();
      act();
    }
  }
}
