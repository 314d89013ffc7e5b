import type { CallStatus } from '../call-record';
import type { Clock } from '../../clock';
import { CallLog } from '../call-log';
import type { HeardAudio } from '../media/heard-audio';
import { Phone } from '../media/phone';

/** Outcome of ringing a phone. */
export type Pickup = 'answers' | 'is-busy' | 'does-not-answer' | 'cannot-be-reached';

/** Status of a call that was not answered. */
export const STATUS_OF_PICKUP: Record<Exclude<Pickup, 'answers'>, CallStatus> = {
  'is-busy': 'busy',
  'does-not-answer': 'no-answer',
  'cannot-be-reached': 'failed',
};

/** Behaviour of somebody who is called. `by-hand`: the test decides, through the call's handle. */
export interface CalledScript {
  readonly then: Pickup | 'by-hand';
  /** Time to ring before the outcome; ms. */
  readonly ringsMs?: number;
  /** Key pressed when asked for one; none by default. */
  readonly presses?: string;
  /** µ-law audio spoken as soon as the other end can hear it. */
  readonly says?: Buffer;
  /** Time on the line before hanging up, in ms; by default the other end has to hang up. */
  readonly talksMs?: number;
  readonly isMachine?: boolean;
}

/** A decision that is taken once and can be awaited. */
export class Decision<T> {
  readonly taken: Promise<T>;
  #value: T | undefined;
  #tell: (value: T) => void = () => undefined;

  constructor() {
    this.taken = new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  get value(): T | undefined {
    return this.#value;
  }

  /** Takes the decision; only the first call counts. */
  take(value: T): void {
    if (this.#value !== undefined) return;
    this.#value = value;
    this.#tell(value);
  }
}

/** State of the call to a person, as that person knows it. */
export type PersonState = 'ringing' | 'listening' | 'talking' | 'over';

/** Default timeout: long enough to tell a state that is late on a slow machine from one that never comes. */
const PATIENCE_MS = 120_000;

/** A person whom a caller is put through to, with a phone of their own that the script or the test handles. */
export class CalledPerson {
  readonly number: string;
  readonly script: CalledScript;
  /** Decisions the dial leg waits for: the pickup, the key pressed (empty: none, and they stay), and the hang-up. */
  readonly pickup = new Decision<Pickup>();
  readonly key = new Decision<string>();
  readonly gone = new Decision<true>();
  /** Their phone: `voice.speak` plays audio into the call. */
  readonly phone: Phone;
  /** Records of their leg: `spoken` has what they were told before they could talk. */
  readonly log: CallLog;
  #state: PersonState = 'ringing';

  constructor(number: string, script: CalledScript, clock: Clock) {
    this.number = number;
    this.script = script;
    this.phone = new Phone(clock, true);
    this.log = new CallLog(() => clock.nowMs());
  }

  get state(): PersonState {
    return this.#state;
  }

  /** Audio this person heard of the caller. */
  heard(): Pick<HeardAudio, 'bytes' | 'heardMs' | 'runs'> {
    return this.phone.heard;
  }

  /** Resolves once the person is in that state or a later one. */
  until(state: PersonState, timeoutMs = PATIENCE_MS): Promise<void> {
    const order: readonly PersonState[] = ['ringing', 'listening', 'talking', 'over'];
    const isThere = (): boolean => order.indexOf(this.#state) >= order.indexOf(state);
    return this.phone.watch.until(`${this.number} is ${state}`, isThere, timeoutMs);
  }

  /** Sets the state; for the dial leg only. */
  enter(state: PersonState): void {
    this.#state = state;
    this.phone.watch.check();
    if (state === 'over') this.phone.end(new Error(`The call to ${this.number} is over`));
  }
}
