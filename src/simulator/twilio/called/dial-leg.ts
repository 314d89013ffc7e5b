import { setMaxListeners } from 'node:events';
import { MULAW_SILENCE_BYTE, mulawOf } from '../../../shared/audio/mulaw';
import { CallRecord, type StatusCallback, type StatusEvent } from '../call-record';
import type { AudioSource } from '../media/heard-audio';
import type { Phone } from '../media/phone';
import { FRAME_BYTES } from '../media/player';
import { TICK_MS, type Ticker, type TickerSeat } from '../media/ticker';
import { aborted, CallDocuments, type CallRequests } from '../webhooks/call-requests';
import type { FormParams } from '../webhooks/signature';
import type { XmlElement } from '../webhooks/twiml';
import { addressOf, runTwiml } from '../webhooks/twiml-runner';
import { STATUS_OF_PICKUP, type CalledPerson, type Pickup } from './called-person';

const DEFAULT_RING_S = 30;

/** Parts of a call that its dial leg uses. */
export interface DialParts {
  readonly ticker: Ticker;
  readonly requests: CallRequests;
  /** Record of the caller's call. */
  readonly record: CallRecord;
  readonly phone: Phone;
  readonly callStartMs: number;
  readonly nowMs: () => number;
  /** Waits `ms` or, in virtual time, only counts it. */
  readonly spend: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly call: (number: string) => CalledPerson;
}

/** One `<Dial>` of one number: rings a person, runs the TwiML of its `url` for them, and connects the two. */
export class DialLeg {
  readonly #parts: DialParts;
  readonly #verb: XmlElement;
  readonly #noun: XmlElement | undefined;
  readonly #base: string | undefined;
  readonly #record: CallRecord;
  readonly #person: CalledPerson;
  readonly #callback: StatusCallback | undefined;
  #callbackCount = 0;
  #connectedAtMs: number | undefined;
  #answeredAtMs: number | undefined;

  constructor(parts: DialParts, verb: XmlElement, base: string | undefined) {
    this.#parts = parts;
    this.#verb = verb;
    this.#base = base;
    this.#noun = verb.children[0];
    const number = this.#noun?.text ?? verb.text;
    const { facts, sid } = parts.record;
    this.#record = new CallRecord({
      accountSid: facts.accountSid,
      direction: 'outbound-dial',
      from: verb.attributes['callerId'] ?? facts.from,
      to: number,
      numberSid: null,
      parentCallSid: sid,
    });
    this.#callback = callbackOf(this.#noun);
    this.#person = parts.call(number);
  }

  /**
   * Runs until the leg is over or `signal` aborts because the caller is gone. Returns the parameters of the action request.
   */
  async run(signal: AbortSignal): Promise<FormParams> {
    this.#report('initiated');
    this.#record.status = 'ringing';
    this.#report('ringing');
    const line = new DialLine(this.#parts.ticker, this.#parts.phone, this.#person, this.#parts.callStartMs);
    const pickup = await this.#ring(signal);
    if (pickup === 'answers') await this.#talk(line, signal);
    else this.#record.status = pickup === undefined ? 'canceled' : STATUS_OF_PICKUP[pickup];
    line.close();
    this.#record.endedAt = new Date();
    this.#record.durationS = secondsSince(this.#answeredAtMs, this.#parts.nowMs());
    this.#person.enter('over');
    this.#report('completed');
    return this.#outcome();
  }

  #outcome(): FormParams {
    const { status, sid } = this.#record;
    return {
      DialCallStatus: status,
      DialCallSid: sid,
      DialBridged: String(this.#connectedAtMs !== undefined),
      ...(status === 'completed' && {
        DialCallDuration: String(secondsSince(this.#connectedAtMs, this.#parts.nowMs())),
      }),
    };
  }

  /** Rings the person; undefined if the caller was gone first. */
  async #ring(signal: AbortSignal): Promise<Pickup | undefined> {
    const { script, pickup, gone } = this.#person;
    const limitMs = Number(this.#verb.attributes['timeout'] ?? DEFAULT_RING_S) * 1_000;
    const byScript = async (): Promise<Pickup | undefined> => {
      if (script.then === 'by-hand') return pickup.taken;
      if (script.then !== 'does-not-answer' && (script.ringsMs ?? 0) < limitMs) {
        await this.#parts.spend(script.ringsMs ?? 0, signal);
        return script.then;
      }
      await this.#parts.spend(limitMs, signal);
      return 'does-not-answer';
    };
    const first = await Promise.race([pickup.taken, byScript(), gone.taken, aborted(signal)]);
    if (signal.aborted) return undefined;
    return first === true ? 'does-not-answer' : first;
  }

  async #talk(line: DialLine, signal: AbortSignal): Promise<void> {
    const { script, gone } = this.#person;
    this.#record.status = 'in-progress';
    this.#record.answeredAt = new Date();
    this.#answeredAtMs = this.#parts.nowMs();
    this.#person.enter('listening');
    this.#report('answered');
    if (await this.#isTold(signal)) {
      this.#connectedAtMs = this.#parts.nowMs();
      line.connect();
      this.#person.enter('talking');
      if (script.says) void this.#person.phone.voice.speak(script.says);
      const hasEnough = script.talksMs === undefined ? gone.taken : this.#parts.spend(script.talksMs, signal);
      await Promise.race([gone.taken, hasEnough, aborted(signal)]);
    }
    this.#record.status = 'completed';
  }

  /** Runs the TwiML of the number's `url` for the person. False if either side hung up meanwhile. */
  async #isTold(signal: AbortSignal): Promise<boolean> {
    const noun = this.#noun;
    const url = noun?.attributes['url'];
    if (noun === undefined || url === undefined) return true;
    const leaving = new AbortController();
    setMaxListeners(0, leaving.signal);
    const leave = (): void => leaving.abort();
    signal.addEventListener('abort', leave);
    void this.#person.gone.taken.then(leave);
    const { log } = this.#person;
    const documents = new CallDocuments(this.#record, this.#parts.requests, log, undefined);
    const ending = await runTwiml(
      { ...addressOf(url, noun, this.#base), kind: 'person', extra: {} },
      {
        log,
        fetch: (source, isFallback) => documents.fetch(source, isFallback, leaving.signal),
        answer: () => undefined,
        stream: () => Promise.resolve(),
        spend: this.#parts.spend,
        dial: () => Promise.resolve({}),
        gather: (play) => this.#gather(play, leaving.signal),
        hasFallback: () => false,
      },
      leaving.signal,
    );
    signal.removeEventListener('abort', leave);
    return ending === 'ran-out';
  }

  async #gather(play: () => Promise<void>, signal: AbortSignal): Promise<string> {
    const { script, key } = this.#person;
    if (script.presses !== undefined) key.take(script.presses);
    const untilTheEnd = script.then === 'by-hand' ? key.taken : play().then(() => '');
    if (script.then === 'by-hand') void play();
    return (await Promise.race([key.taken, untilTheEnd, aborted(signal)])) ?? '';
  }

  #report(event: StatusEvent): void {
    if (!this.#callback?.events.includes(event)) return;
    const params = this.#record.statusParams(this.#callbackCount);
    this.#callbackCount += 1;
    const { url, method } = this.#callback;
    this.#parts.requests.report({ kind: 'person-status', url, method, params });
  }
}

function callbackOf(noun: XmlElement | undefined): StatusCallback | undefined {
  const { statusCallback, statusCallbackMethod, statusCallbackEvent } = noun?.attributes ?? {};
  if (statusCallback === undefined) return undefined;
  const asked = (statusCallbackEvent ?? 'completed').split(/\s+/);
  const events = (['initiated', 'ringing', 'answered', 'completed'] as const).filter((event) => asked.includes(event));
  return { url: statusCallback, method: statusCallbackMethod?.toUpperCase() === 'GET' ? 'GET' : 'POST', events };
}

function secondsSince(sinceMs: number | undefined, nowMs: number): number {
  return sinceMs === undefined ? 0 : Math.ceil((nowMs - sinceMs) / 1_000);
}

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
class DialLine {
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
