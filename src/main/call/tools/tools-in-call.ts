import type { CallEvent } from '../../../shared/call/events';
import { assertNever } from '../../../shared/std/assert-never';
import { destinationOf, type AskForDigitsTool, type BuiltInTool } from '../../../shared/tool/tool';
import type { TransferWay } from '../../../shared/tool/transfer-way';
import type { Clock, CommandRefusal, Dispose, ModelLeg } from '../../ports/ports';
import type { CallerKeypad, KeysEnd, ToolOutcome, ToolRunner } from '../../ports/ports-tools';
import type { AgentInCall } from '../agent/agent-in-call';
import type { AgentVoice } from '../agent/agent-voice';
import { afterSound, type AfterPlayout, type PendingHangup } from '../agent/last-words';
import type { ResponseGate } from '../agent/response-gate';
import type { AgentResponse } from '../agent/responses';
import { LateAnswers } from './late-answers';
import { ToolCalls } from './tool-calls';

export interface ToolsInCallParts {
  readonly agent: AgentInCall;
  readonly runner: ToolRunner;
  readonly phone: PhoneActs;
  readonly keys: CallerKeypad;
  readonly model: Pick<ModelLeg, 'sendToolOutput' | 'permitTool' | 'addNote'>;
  readonly voice: AgentVoice;
  readonly gate: ResponseGate;
  /** True while the caller speaks or presses keys. */
  readonly isCallersTurn: () => boolean;
  readonly pendingHangup: PendingHangup;
  readonly afterPlayout: AfterPlayout;
  readonly clock: Clock;
  readonly emit: (event: CallEvent) => void;
  /** Takes what is thrown outside of any event of the call, such as when a tool has answered. */
  readonly onFault: (error: unknown) => void;
}

/**
 * Tools of one call and their place in the conversation: their answers, when the model hears of them, and what it says
 * meanwhile.
 */
export class ToolsInCall {
  readonly calls: ToolCalls;
  readonly lateAnswers: LateAnswers;

  constructor(private readonly parts: ToolsInCallParts) {
    const {
      agent,
      runner,
      phone,
      keys,
      model,
      voice,
      gate,
      isCallersTurn,
      pendingHangup,
      afterPlayout,
      clock,
      emit,
      onFault,
    } = parts;
    const goOn = (): void => {
      if (!pendingHangup.isUnderWay) gate.requestFollowUp();
    };
    this.lateAnswers = new LateAnswers({ emit, model, gate, onGiven: goOn });
    const acts = new CallActs({
      clock,
      phone,
      keys,
      afterPlayout,
      afterWords: (limitMs, act) => afterSound(clock, voice, limitMs, act),
      leave: () => {
        if (pendingHangup.isOverruled) return outcomeOf('not-possible-now', '');
        if (isCallersTurn())
          return refused('The caller is speaking or pressing keys. Let them finish, and answer first');
        pendingHangup.begin('agent');
        return outcomeOf(undefined, 'The call ends after your last words.');
      },
    });
    this.calls = new ToolCalls(agent, acts.around(runner), clock, {
      emit,
      model,
      lateAnswers: this.lateAnswers,
      afterWords: (limitMs, act) => afterSound(clock, voice, limitMs, act),
      fill: (whileRunning, response) => this.fill(whileRunning, response),
      onFault,
      onSettled: goOn,
    });
  }

  responseOver(response: AgentResponse): void {
    this.lateAnswers.flush();
    this.calls.goOn(response);
    this.parts.afterPlayout.check();
  }

  /**
   * Requests a filler, but only into silence: the agent may have said it already when it called the tool, or the caller
   * may be speaking.
   */
  private fill(whileRunning: string, response: AgentResponse): void {
    const { agent, gate, voice, pendingHangup } = this.parts;
    if (
      !gate.isOpen ||
      !gate.isIdle ||
      gate.isCallersTurn ||
      pendingHangup.isUnderWay ||
      voice.hasUnheard() ||
      response.hasSpoken
    )
      return;
    const { instructions } = agent.now;
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

/** Acts on the phone of a call that its agent may do. Each returns why it was refused; undefined: it was done. */
export interface PhoneActs {
  hold(held: boolean): CommandRefusal | undefined;
  pressKeys(digits: string): CommandRefusal | undefined;
  transfer(to: string, way: TransferWay): CommandRefusal | undefined;
}

interface CallActsParts {
  readonly clock: Clock;
  readonly phone: PhoneActs;
  readonly keys: CallerKeypad;
  readonly afterPlayout: Pick<AfterPlayout, 'do'>;
  /** Acts that long after the agent's words should have been heard. */
  readonly afterWords: (limitMs: number, act: () => void) => Dispose;
  /** Ends the call once the agent's last words were heard, unless the caller speaks. */
  readonly leave: () => ToolOutcome;
}

const REFUSALS: Readonly<Partial<Record<CommandRefusal, string>>> = {
  'not-possible-now': 'This is not possible at the moment: a colleague speaks with the caller, or the call is on hold',
  'not-live': 'The call is not far enough for this',
  'too-many-waiting': 'Too many keys wait to be pressed already',
  'already-transferring': 'The caller is being put through already',
};

/** Built-in tools of an agent: acts on its call, such as to hold, press keys, transfer or end it. */
class CallActs {
  private stopHold: Dispose = () => undefined;

  constructor(private readonly parts: CallActsParts) {}

  /** Wraps a runner: runs built-in tools here, and leaves every other kind to it. */
  around(others: ToolRunner): ToolRunner {
    return {
      check: (fn, args) => others.check(fn, args),
      run: (fn, args, signal) =>
        fn.tool.kind === 'built-in' ? this.run(fn.tool, args, signal) : others.run(fn, args, signal),
    };
  }

  private run(tool: BuiltInTool, argumentsJson: string, signal: AbortSignal): Promise<ToolOutcome> {
    const args = JSON.parse(argumentsJson) as Readonly<Record<string, unknown>>;
    switch (tool.name) {
      case 'end_call':
        return Promise.resolve(this.parts.leave());
      case 'hold':
        return this.afterWords(signal, () => this.hold(Number(args['seconds'])));
      case 'send_digits': {
        const digits = String(args['digits']);
        const done = `The keys ${digits} were pressed.`;
        return this.afterWords(signal, () => outcomeOf(this.parts.phone.pressKeys(digits), done));
      }
      case 'ask_for_digits':
        return this.askForDigits(tool, Number(args['digits']), signal);
      case 'transfer_call': {
        const to = destinationOf(tool, String(args['to']));
        if (to === undefined) return Promise.resolve(refused('There is no such destination'));
        const done = 'The caller is being put through. Say nothing more.';
        return Promise.resolve(outcomeOf(this.parts.phone.transfer(to, tool.way), done));
      }
      default:
        return assertNever(tool);
    }
  }

  private hold(seconds: number): ToolOutcome {
    const refusal = this.parts.phone.hold(true);
    if (refusal === undefined) {
      this.stopHold();
      this.stopHold = this.parts.clock.after(seconds * 1000, () => void this.parts.phone.hold(false));
    }
    return outcomeOf(refusal, `The caller was on hold for ${String(seconds)} seconds and hears you again.`);
  }

  private askForDigits(tool: AskForDigitsTool, count: number, signal: AbortSignal): Promise<ToolOutcome> {
    return new Promise((resolve) => {
      const giveUp = this.parts.keys.ask({
        most: Math.min(count, tool.maxDigits),
        endKey: tool.endKey === 'none' ? null : tool.endKey,
        isSecret: tool.isSecret === true,
        afterPause: (act) => this.parts.afterWords(tool.waitSeconds * 1000, act),
        onKeys: (digits, end) => resolve(digitsOutcome(tool, digits, end)),
      });
      if (giveUp === undefined) resolve(refused('The caller is being asked for digits already'));
      signal.addEventListener('abort', () => giveUp?.());
    });
  }

  private afterWords(signal: AbortSignal, act: () => ToolOutcome): Promise<ToolOutcome> {
    return new Promise((resolve) => {
      this.parts.afterPlayout.do(() => resolve(signal.aborted ? refused('It was given up') : act()));
    });
  }
}

function digitsOutcome({ waitSeconds, isSecret }: AskForDigitsTool, digits: string, endedBy: KeysEnd): ToolOutcome {
  if (digits === '' && endedBy === 'pause')
    return { ok: false, failure: 'timed-out', detail: `The caller pressed no key in ${String(waitSeconds)} seconds` };
  if (isSecret !== true) return { ok: true, output: JSON.stringify({ digits, endedBy }) };
  const note = 'These are secret: never say them';
  return { ok: true, output: JSON.stringify({ digits, endedBy, note }), secret: digits };
}

function outcomeOf(refusal: CommandRefusal | undefined, done: string): ToolOutcome {
  return refusal === undefined ? { ok: true, output: done } : refused(REFUSALS[refusal] ?? `Refused: ${refusal}`);
}

function refused(detail: string): ToolOutcome {
  return { ok: false, failure: 'refused', detail };
}
