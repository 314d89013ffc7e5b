import { assertNever } from '../../../shared/std/assert-never';
import { destinationOf, type BuiltInTool } from '../../../shared/tool/tool';
import type { TransferWay } from '../../../shared/tool/transfer-way';
import type { Clock, CommandRefusal, Dispose } from '../../ports/ports';
import type { ToolOutcome, ToolRunner } from '../../ports/ports-tools';

/** Acts on the phone of a call that its agent may do. Each returns why it was refused; undefined: it was done. */
export interface PhoneActs {
  hold(held: boolean): CommandRefusal | undefined;
  pressKeys(digits: string): CommandRefusal | undefined;
  transfer(to: string, way: TransferWay): CommandRefusal | undefined;
}

interface CallActsParts {
  readonly clock: Clock;
  readonly phone: PhoneActs;
  /** Runs an act once the phone has played the agent's current words. */
  readonly afterPlayout: (act: () => void) => void;
  /** Ends the call once the agent's last words were heard. */
  readonly leave: () => CommandRefusal | undefined;
}

const REFUSALS: Readonly<Partial<Record<CommandRefusal, string>>> = {
  'not-possible-now': 'This is not possible at the moment: a colleague speaks with the caller, or the call is on hold',
  'not-live': 'The call is not far enough for this',
  'too-many-waiting': 'Too many keys wait to be pressed already',
  'already-transferring': 'The caller is being put through already',
};

/** Built-in tools of an agent: acts on its call, such as to hold, press keys, transfer or end it. */
export class CallActs {
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
        return Promise.resolve(outcomeOf(this.parts.leave(), 'The call ends after your last words.'));
      case 'hold':
        return this.afterWords(signal, () => this.hold(Number(args['seconds'])));
      case 'send_digits': {
        const digits = String(args['digits']);
        const done = `The keys ${digits} were pressed.`;
        return this.afterWords(signal, () => outcomeOf(this.parts.phone.pressKeys(digits), done));
      }
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

  private afterWords(signal: AbortSignal, act: () => ToolOutcome): Promise<ToolOutcome> {
    return new Promise((resolve) => {
      this.parts.afterPlayout(() => resolve(signal.aborted ? refused('It was given up') : act()));
    });
  }
}

function outcomeOf(refusal: CommandRefusal | undefined, done: string): ToolOutcome {
  return refusal === undefined ? { ok: true, output: done } : refused(REFUSALS[refusal] ?? `Refused: ${refusal}`);
}

function refused(detail: string): ToolOutcome {
  return { ok: false, failure: 'refused', detail };
}
