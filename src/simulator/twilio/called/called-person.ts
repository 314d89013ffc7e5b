import type { Clock } from '../../clock';
import { CallLog } from '../call-log';
import type { CalledScript, Pickup } from './called-script';
import { Decision } from './called-script';
import type { HeardAudio } from '../media/heard-audio';
import { Phone } from '../media/phone';

/** State of the call to a person, as that person knows it. */
export type PersonState = 'ringing' | 'listening' | 'talking' | 'over';

/** Default timeout: long enough to tell a state that is late on a slow machine from one that never comes. */
const PATIENCE_MS = 120_000;

/** A person whom a caller is put through to, with a phone of their own that the script or the test handles. */
export class CalledPerson {
  readonly number: string;
  readonly script: CalledScript;
  /** Decisions the dial leg waits for: the pickup, the key pressed, and the hang-up. */
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

  /** Texts this person was told before they could talk. */
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

  /** Answers the prompt for a key; empty: none is pressed, and they just stay on the line. */
  press(key: string): void {
    this.key.take(key);
  }

  hangUp(): void {
    this.gone.take(true);
  }

  /** Plays audio into the call. Resolves when the last frame has left; rejects when the call ends first. */
  speak(ulaw: Buffer): Promise<void> {
    return this.phone.voice.speak(ulaw);
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
