import { checkLabels } from '../../shared/keys/key-check-labels';
import type { KeyCheck } from '../../shared/keys/key-check';
import type { LineTestFailure, LineTestNews, LineTestStep } from '../../shared/line/line-test';
import type { LineTestCaller, LineTestOutcome } from '../ports/ports-lines';
import type { Line } from './line';
import { lineErrorOf, notReached, type LineError } from './line-error';
import type { LineParts } from './routing-changes';

const MAX_TESTS_AT_ONCE = 4;

export interface LineTestParts extends Pick<LineParts, 'directory' | 'log' | 'publicBase' | 'proveReachable'> {
  readonly caller: LineTestCaller;
  /** Checks with the model service the key and the model of the agent that answers the number. */
  readonly checkModel: (number: string) => Promise<Extract<KeyCheck, { service: 'openai' }>>;
}

/** Tests of live lines: prove everything a call needs, without a phone and without talking to the model. */
export class LineTests {
  private readonly running = new Set<string>();

  constructor(private readonly parts: LineTestParts) {}

  /** Runs one test; resolves with true when it passed. Tells each step and the result until `signal` is aborted. */
  async test(line: Line, tell: (news: LineTestNews) => void, signal: AbortSignal): Promise<boolean> {
    let step: LineTestStep = 'number';
    const say = (news: LineTestNews): void => {
      if (!signal.aborted) tell(news);
    };
    const onStep = (begun: LineTestStep): void => {
      step = begun;
      say({ type: 'began', step });
    };
    onStep('number');
    const outcome = await this.admitted(line, onStep, signal);
    if (outcome.ok) {
      say({ type: 'passed', roundTripMs: outcome.roundTripMs });
    } else {
      this.parts.log.warn('lines.test-failed', { step, problem: nameOf(outcome.failure) });
      say({ type: 'failed', step, failure: outcome.failure });
    }
    return outcome.ok;
  }

  private async admitted(
    line: Line,
    onStep: (step: LineTestStep) => void,
    signal: AbortSignal,
  ): Promise<LineTestOutcome> {
    const { running } = this;
    if (!line.isAnswering) return failed({ of: 'line-test', problem: 'line-not-live' });
    if (running.has(line.number) || running.size >= MAX_TESTS_AT_ONCE) {
      return failed({ of: 'line-test', problem: 'line-test-under-way' });
    }
    running.add(line.number);
    try {
      return await this.call(line, onStep, signal);
    } catch (error) {
      return failedOf(lineErrorOf(error));
    } finally {
      running.delete(line.number);
    }
  }

  private async call(line: Line, onStep: (step: LineTestStep) => void, signal: AbortSignal): Promise<LineTestOutcome> {
    const { directory, publicBase, proveReachable, caller, checkModel } = this.parts;
    const { number } = line;
    const { routing } = await directory.find(number);
    const base = publicBase();
    if (base !== undefined && !line.pointsHere(routing)) return failed({ of: 'line', problem: 'not-verified' });
    onStep('reachable');
    if (base === undefined) return failed({ of: 'line', problem: 'no-public-address' });
    const proof = await proveReachable(base);
    if (!proof.ok) return failedOf(notReached(proof.failure, proof.code));
    const called = await caller.call({ base, number, onStep, signal });
    if (!called.ok) return called;
    onStep('model');
    const check = await checkModel(number);
    const { outcome, model } = check;
    return checkLabels(check).isFine ? called : failed({ of: 'model', outcome, model });
  }
}

function failed(failure: LineTestFailure): LineTestOutcome {
  return { ok: false, failure };
}

function failedOf({ problem, code }: LineError): LineTestOutcome {
  return failed({ of: 'line', problem, ...(code !== undefined && { code: code.slice(0, 64) }) });
}

function nameOf(failure: LineTestFailure): string {
  return failure.of === 'model' ? failure.outcome : failure.problem;
}
