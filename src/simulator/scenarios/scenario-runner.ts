import type { Clips } from '../clips/clips';
import { systemClock, type Clock } from '../clock';
import type { EndedCall, SimulatedCall } from '../twilio/simulated-call';
import type { DialOptions } from '../twilio/twilio-simulator';

/** A caller's voice; each has a clip of every phrase. */
export type CallerVoice = 'anna' | 'ben' | 'carl';

/** A caller's phrase; its clip is named `voice-phrase`. */
export type Phrase = 'hello' | 'order' | 'number' | 'refund' | 'interrupt-one' | 'interrupt-two' | 'hours' | 'thanks';

/** One action of a caller. Times in ms; after `patienceMs` in vain the caller gives up and hangs up. */
export type Step =
  | {
      /** Waits until the agent has spoken since the caller's last words and finished. */
      readonly do: 'listen';
      /** Least audio of the agent that must be heard before it counts as finished. */
      readonly leastHeardMs?: number;
      readonly patienceMs?: number;
    }
  | { readonly do: 'say'; readonly phrase: Phrase }
  | {
      /** Speaks over the agent once `afterHeardMs` of its words were heard. */
      readonly do: 'interrupt';
      readonly afterHeardMs: number;
      readonly phrase: Phrase;
      readonly patienceMs?: number;
    }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'press'; readonly digit: string }
  | { readonly do: 'hang-up' };

/** One caller of a scenario. */
interface CallerScript {
  readonly voice: CallerVoice;
  readonly from: string;
  /** Delay from the beginning of the scenario until they dial. */
  readonly dialsAfterMs: number;
  readonly steps: readonly Step[];
}

/** A script of calls that plays the same way every time. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly callers: readonly CallerScript[];
}

/** Everything a scenario needs to be played. */
export interface ScenarioParts {
  /** Places a call; a simulator's `dial`, or anything else that can. */
  readonly dial: (options: DialOptions) => SimulatedCall;
  /** The number to call. */
  readonly to: string;
  readonly clips: Pick<Clips, 'audio'>;
  readonly clock?: Clock;
  /** Silence of the agent after which a caller takes its turn; 900 ms by default. */
  readonly quietMs?: number;
  /** Timeout of steps that name no patience of their own; 30,000 ms by default. */
  readonly patienceMs?: number;
  /** Called with each call as it is dialled. */
  readonly onCall?: (call: SimulatedCall, caller: CallerScript) => void;
  /** Abort it to make callers hang up, and those who have not dialled yet not dial at all. */
  readonly signal?: AbortSignal;
}

/** One caller's outcome. `cut-off`: the call ended before the script did; `lost-patience`: a wait was in vain. */
export interface CallerResult {
  readonly caller: CallerScript;
  readonly call: SimulatedCall;
  readonly ended: EndedCall;
  readonly outcome: 'finished' | 'cut-off' | 'lost-patience';
  /** Number of steps completed. */
  readonly stepsDone: number;
}

const QUIET_MS = 900;
const PATIENCE_MS = 30_000;

/** Plays a scenario to its end: every caller that dialled has hung up or was hung up on. */
export async function runScenario(scenario: Scenario, parts: ScenarioParts): Promise<readonly CallerResult[]> {
  const results = await Promise.all(scenario.callers.map((caller) => playCaller(caller, parts)));
  return results.filter((result) => result !== undefined);
}

async function playCaller(caller: CallerScript, parts: ScenarioParts): Promise<CallerResult | undefined> {
  const clock = parts.clock ?? systemClock;
  if (caller.dialsAfterMs > 0) await waitUnlessAborted(clock, caller.dialsAfterMs, parts.signal);
  if (parts.signal?.aborted) return undefined;
  const call = parts.dial({ from: caller.from, to: parts.to });
  parts.onCall?.(call, caller);
  const hangUp = (): void => call.hangUp();
  parts.signal?.addEventListener('abort', hangUp);
  const { outcome, stepsDone } = await new Performance(call, caller, parts, clock).play();
  call.hangUp();
  const ended = await call.ended;
  parts.signal?.removeEventListener('abort', hangUp);
  return { caller, call, ended, outcome, stepsDone };
}

/** One caller acting their script on one call. */
class Performance {
  readonly #call: SimulatedCall;
  readonly #caller: CallerScript;
  readonly #parts: ScenarioParts;
  readonly #clock: Clock;
  /** End of the caller's last words, in ms of the call, and the agent's audio heard by then. */
  #spokeAtMs = Number.NEGATIVE_INFINITY;
  #heardByThenMs = 0;

  constructor(call: SimulatedCall, caller: CallerScript, parts: ScenarioParts, clock: Clock) {
    this.#call = call;
    this.#caller = caller;
    this.#parts = parts;
    this.#clock = clock;
  }

  async play(): Promise<Pick<CallerResult, 'outcome' | 'stepsDone'>> {
    let stepsDone = 0;
    try {
      for (const step of this.#caller.steps) {
        await this.#act(step);
        stepsDone += 1;
      }
      return { outcome: 'finished', stepsDone };
    } catch {
      if (!this.#call.isOver) return { outcome: 'lost-patience', stepsDone };
      // Somebody has to hang up first: an agent that does so after the goodbye ends the script as planned.
      const hasMoreToSay = this.#caller.steps.slice(stepsDone).some((step) => 'phrase' in step);
      return { outcome: hasMoreToSay ? 'cut-off' : 'finished', stepsDone };
    }
  }

  get #patienceMs(): number {
    return this.#parts.patienceMs ?? PATIENCE_MS;
  }

  async #act(step: Step): Promise<void> {
    switch (step.do) {
      case 'listen':
        return this.#listen(step.leastHeardMs ?? 0, step.patienceMs ?? this.#patienceMs);
      case 'say':
        return this.#say(step.phrase);
      case 'interrupt': {
        const isTime = (): boolean => this.#hasAnswered() && this.#heardSinceMs() >= step.afterHeardMs;
        await this.#call.until('the agent is in the middle of it', isTime, step.patienceMs ?? this.#patienceMs);
        return this.#say(step.phrase);
      }
      case 'wait': {
        const untilMs = this.#call.nowMs() + step.ms;
        const hasPassed = (): boolean => this.#call.nowMs() >= untilMs;
        return this.#call.until('the time has passed', hasPassed, 2 * step.ms + this.#patienceMs);
      }
      case 'press': {
        this.#call.press(step.digit);
        return;
      }
      case 'hang-up': {
        this.#call.hangUp();
        return;
      }
    }
  }

  async #listen(leastHeardMs: number, patienceMs: number): Promise<void> {
    const quietMs = this.#parts.quietMs ?? QUIET_MS;
    const isDone = (): boolean =>
      this.#hasAnswered() &&
      this.#heardSinceMs() >= leastHeardMs &&
      this.#call.nowMs() - this.#call.agentLastAudibleMs >= quietMs;
    await this.#call.until('the agent has answered', isDone, patienceMs);
  }

  async #say(phrase: string): Promise<void> {
    await this.#call.speak(this.#parts.clips.audio(`${this.#caller.voice}-${phrase}`));
    this.#spokeAtMs = this.#call.nowMs();
    this.#heardByThenMs = this.#call.heard().heardMs;
  }

  #hasAnswered(): boolean {
    return this.#call.agentLastAudibleMs > this.#spokeAtMs;
  }

  #heardSinceMs(): number {
    return this.#call.heard().heardMs - this.#heardByThenMs;
  }
}

async function waitUnlessAborted(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal?.addEventListener('abort', done);
  });
}
