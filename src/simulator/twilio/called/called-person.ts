import type { Clock } from '../../clock';
import { CallLog } from '../call-log';
import type { CalledScript, Pickup } from './called-script';
import { Decision } from './called-script';
import type { HeardAudio } from '../media/heard-audio';
import { Phone } from '../media/phone';

/** Where the call to a person stands, as that person knows it. */
export type PersonState = 'ringing' | 'listening' | 'talking' | 'over';

/** Tells a state that is late on a slow machine from one that never comes. */
const PATIENCE_MS = 120_000;

/** Somebody whom a caller is put through to: a phone of their own, which the script or the test handles. */
export class CalledPerson {
  readonly number: string;
  readonly script: CalledScript;
  /** For the leg: what came of the ringing, of being asked for a key, and of everything. */
  readonly pickup = new Decision<Pickup>();
  readonly key = new Decision<string>();
  readonly gone = new Decision<true>();
  readonly phone: Phone;
  readonly log: CallLog;
  #state: PersonState = 'ringing';

  constructor(number: string, script: CalledScript, clock: Clock) {
    this.number = number;
    this.script = script;
    this.phone = new Phone(clock, true);
    this.log = new CallLog(() => clock.nowMs());
  }

  /** What they were told before they could talk. */
  get spoken(): readonly string[] {
    return this.log.spoken;
  }

  get state(): PersonState {
    return this.#state;
  }

  pickUp(): void {
    this.pickup.take('answers');
  }

  refuse(how: Exclude<Pickup, 'answers'>): void {
    this.pickup.take(how);
  }

  /** Asked for a key: this one; empty: none, they just stay on the line. */
  press(key: string): void {
    this.key.take(key);
  }

  hangUp(): void {
    this.gone.take(true);
  }

  /** Resolves when it was said; rejects when the call ends before. */
  speak(ulaw: Buffer): Promise<void> {
    return this.phone.voice.speak(ulaw);
  }

  /** What they heard of the caller. */
  heard(): Pick<HeardAudio, 'bytes' | 'heardMs' | 'runs'> {
    return this.phone.heard;
  }

  /** Resolves in that state or a later one. */
  until(state: PersonState, timeoutMs = PATIENCE_MS): Promise<void> {
    const order: readonly PersonState[] = ['ringing', 'listening', 'talking', 'over'];
    const isThere = (): boolean => order.indexOf(this.#state) >= order.indexOf(state);
    return this.phone.watch.until(`${this.number} is ${state}`, isThere, timeoutMs);
  }

  /** For the leg. */
  enter(state: PersonState): void {
    this.#state = state;
    this.phone.watch.check();
    if (state === 'over') this.phone.end(new Error(`The call to ${this.number} is over`));
  }
}
