import { MULAW_SILENCE_BYTE, mulawOf } from '../../../shared/audio/mulaw';
import type { CalledPerson } from './called-person';
import type { AudioSource } from '../media/heard-audio';
import type { Phone } from '../media/phone';
import { FRAME_BYTES } from '../media/player';
import { TICK_MS, type Ticker, type TickerSeat } from '../media/ticker';

const SAMPLES_A_SECOND = 8000;
/** North America: two tones at once, two seconds on and four off. */
const TONES_HZ = [440, 480];
const ON_FRAMES = 100;
const CYCLE_FRAMES = 300;
const AMPLITUDE = 3000;

const ON = Buffer.alloc(ON_FRAMES * FRAME_BYTES);
for (let at = 0; at < ON.length; at += 1) {
  const sum = TONES_HZ.reduce((total, hz) => total + Math.sin((2 * Math.PI * hz * at) / SAMPLES_A_SECOND), 0);
  ON[at] = mulawOf(Math.round(sum * AMPLITUDE));
}

/** Writes the nth 20 ms of a ring-back tone into a frame, counted from 0. */
function fillRingTone(frame: Buffer, n: number): void {
  const at = n % CYCLE_FRAMES;
  if (at < ON_FRAMES) ON.copy(frame, 0, at * FRAME_BYTES, (at + 1) * FRAME_BYTES);
  else frame.fill(MULAW_SILENCE_BYTE);
}

/** The audio path between a caller and the person they are put through to: ringing first, then both ways. */
export class DialLine {
  readonly #caller: Phone;
  readonly #person: CalledPerson;
  readonly #callStartMs: number;
  readonly #frame = Buffer.alloc(FRAME_BYTES, MULAW_SILENCE_BYTE);
  readonly #seat: TickerSeat;
  #ticks = 0;
  #isConnected = false;

  constructor(ticker: Ticker, caller: Phone, person: CalledPerson, callStartMs: number) {
    this.#caller = caller;
    this.#person = person;
    this.#callStartMs = callStartMs;
    this.#seat = ticker.join(this);
  }

  /** Ends the ringing and lets both hear each other. */
  connect(): void {
    this.#isConnected = true;
  }

  close(): void {
    this.#seat.leave();
  }

  /** Plays every frame that is due; called by the ticker. */
  advance(nowMs: number): void {
    while (this.#seat.startMs + (this.#ticks + 1) * TICK_MS <= nowMs + 1e-6) {
      this.#ticks += 1;
      const atMs = this.#seat.startMs + this.#ticks * TICK_MS - this.#callStartMs;
      this.#pass(this.#caller, this.#person.phone, 'caller', atMs);
      if (this.#isConnected) {
        this.#pass(this.#person.phone, this.#caller, 'person', atMs);
      } else {
        fillRingTone(this.#frame, this.#ticks - 1);
        this.#play(this.#caller, 'ringing', atMs);
      }
      this.#caller.watch.check();
      this.#person.phone.watch.check();
    }
  }

  #pass(from: Phone, to: Phone, source: AudioSource, atMs: number): void {
    if (!from.voice.fill(this.#frame, atMs)) this.#frame.fill(MULAW_SILENCE_BYTE);
    from.voice.settle();
    if (this.#isConnected) this.#play(to, source, atMs);
  }

  #play(phone: Phone, source: AudioSource, atMs: number): void {
    const fromByte = phone.heard.sentBytes;
    phone.heard.noteSent(FRAME_BYTES, atMs);
    phone.play(this.#frame, FRAME_BYTES, fromByte, atMs, source);
  }
}
