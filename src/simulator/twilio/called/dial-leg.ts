import { setMaxListeners } from 'node:events';
import { CallRecord, type CallStatus, type StatusCallback, type StatusEvent } from '../call-record';
import type { Phone } from '../media/phone';
import type { Ticker } from '../media/ticker';
import { aborted, CallDocuments, type CallRequests } from '../webhooks/call-requests';
import type { FormParams } from '../webhooks/signature';
import { addressOf, runTwiml } from '../webhooks/twiml-runner';
import type { XmlElement } from '../webhooks/xml';
import type { CalledPerson, Pickup } from './called-person';
import { DialLine } from './dial-line';

const DEFAULT_RING_S = 30;

const STATUS_OF_PICKUP: Record<Exclude<Pickup, 'answers'>, CallStatus> = {
  'is-busy': 'busy',
  'does-not-answer': 'no-answer',
  'cannot-be-reached': 'failed',
};

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
