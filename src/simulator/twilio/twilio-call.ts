import { setMaxListeners } from 'node:events';
import { CallLog } from './call-log';
import type { CallRecord, CallStatus, StatusCallback, StatusEvent } from './call-record';
import { Decision, STATUS_OF_PICKUP, type CalledPerson, type CalledScript, type Pickup } from './called/called-person';
import { DialLeg } from './called/dial-leg';
import { MediaStream, type StreamLine } from './media/media-stream';
import { Phone } from './media/phone';
import { newSid } from './sid';
import { aborted, CallDocuments, CallRequests } from './webhooks/call-requests';
import type { FormParams, SignatureMode } from './webhooks/signature';
import { readStreamVerb, type XmlElement } from './webhooks/twiml';
import {
  runTwiml,
  type Address,
  type AnsweredByCallback,
  type DocumentSource,
  type RunEnding,
  type TwimlCall,
} from './webhooks/twiml-runner';

/** The party that ended a call: the caller, the REST API, or its TwiML (including the end of the document). */
type EndedBy = 'caller' | 'rest' | 'twiml';

/** Options and record of one call. */
export interface CallPlan {
  readonly record: CallRecord;
  /** First document; undefined if the number leads elsewhere and the product is not asked. */
  readonly source: DocumentSource | undefined;
  readonly fallback: Address | undefined;
  readonly statusCallback: StatusCallback | undefined;
  readonly webhookSignature: SignatureMode;
  readonly streamSignature: SignatureMode;
  readonly keepsAudio: boolean;
  readonly pace: 'virtual' | 'real';
  /** Calls the person whom the caller is put through to. */
  readonly callPerson: (number: string) => CalledPerson;
  /** Behaviour of the called phone, for an outbound call. */
  readonly called: CalledScript;
  /** Longest time an outbound call rings; ms. */
  readonly ringLimitMs: number;
  /** Longest time from the answer, after which the carrier ends the call; ms. Undefined for a call in. */
  readonly timeLimitMs: number | undefined;
  /** Callback that reports whether a human or a machine answered an outbound call. */
  readonly answeredByCallback: AnsweredByCallback | undefined;
}

const APPLICATION_ERROR = 'We are sorry, an application error has occurred. Goodbye.';

/** Twilio's side of one call, from ringing to the last callback. */
export class TwilioCall {
  readonly plan: CallPlan;
  readonly record: CallRecord;
  readonly log: CallLog;
  readonly phone: Phone;
  readonly startMs: number;
  /** Resolves when the call is over and every callback about it was answered or failed. */
  readonly settled: Promise<void>;
  /** Resolves when the call is over, before the callbacks. */
  readonly over: Promise<void>;
  readonly #line: StreamLine;
  #markOver: () => void = () => undefined;
  readonly #requests: CallRequests;
  readonly #documents: CallDocuments;
  /** Outcome of ringing, for an outbound call. */
  readonly pickup = new Decision<Pickup>();
  /** Action of a dial in which the caller hung up; it is requested all the same. */
  #actionAfterEnd: { readonly address: Address; readonly outcome: FormParams } | undefined;
  #controller = new AbortController();
  #replacement: DocumentSource | undefined;
  #stream: MediaStream | undefined;
  #streamSid: string | undefined;
  #endedBy: EndedBy = 'twiml';
  #forcedStatus: CallStatus | undefined;
  #answeredMs: number | undefined;
  #endMs: number | undefined;
  #callbackCount = 0;
  #timeLimitMs: number | undefined;
  #stopTimeLimit = (): void => undefined;

  constructor(line: StreamLine, plan: CallPlan) {
    this.#line = line;
    this.plan = plan;
    this.record = plan.record;
    this.#timeLimitMs = plan.timeLimitMs;
    this.startMs = line.clock.nowMs();
    this.log = new CallLog(() => this.callMs());
    this.phone = new Phone(line.clock, plan.keepsAudio);
    this.#requests = new CallRequests(line, this.log, () => this.callMs(), plan.webhookSignature);
    this.#documents = new CallDocuments(plan.record, this.#requests, this.log, plan.fallback);
    this.over = new Promise((resolve) => {
      this.#markOver = resolve;
    });
    this.settled = this.#live();
  }

  get stream(): MediaStream | undefined {
    return this.#stream?.isRunning ? this.#stream : undefined;
  }

  /** SID of the newest stream, running or over. */
  get streamSid(): string | undefined {
    return this.#streamSid;
  }

  get endedBy(): EndedBy {
    return this.#endedBy;
  }

  /** Milliseconds since the call began; stands still when it is over. */
  callMs(): number {
    return (this.#endMs ?? this.#line.clock.nowMs()) - this.startMs;
  }

  /** Ends the call from outside its TwiML. Does nothing when it is over. */
  end(by: EndedBy, status?: CallStatus): void {
    if (this.record.isOver || this.#forcedStatus !== undefined) return;
    this.#endedBy = by;
    this.#forcedStatus = status ?? (this.#answeredMs === undefined ? 'no-answer' : 'completed');
    this.#replacement = undefined;
    this.#controller.abort();
  }

  /** Ends the call `ms` after its answer, whatever it is doing. */
  limitTo(ms: number): void {
    this.#timeLimitMs = ms;
    if (this.#answeredMs !== undefined) this.#watchTimeLimit(this.#answeredMs);
  }

  #watchTimeLimit(answeredMs: number): void {
    this.#stopTimeLimit();
    if (this.#timeLimitMs === undefined) return;
    const leftMs = answeredMs + this.#timeLimitMs - this.#line.clock.nowMs();
    this.#stopTimeLimit = this.#line.clock.after(leftMs, () => this.end('rest', 'completed'));
  }

  /** Replaces the running document with another one. */
  redirect(source: DocumentSource): void {
    this.#replacement = source;
    this.#controller.abort();
  }

  async #live(): Promise<void> {
    // Let `dial` return its handle before anything happens.
    await Promise.resolve();
    let source = this.plan.source;
    let ending: RunEnding = 'no-answer';
    if (this.record.facts.direction === 'outbound-api' && !(await this.#isPickedUp())) source = undefined;
    while (source && this.#forcedStatus === undefined) {
      this.#controller = new AbortController();
      setMaxListeners(0, this.#controller.signal);
      ending = await runTwiml(source, this.#twimlCall(this.#controller.signal), this.#controller.signal);
      source = this.#replacement;
      this.#replacement = undefined;
    }
    this.#finish(ending);
    await this.#requests.settle();
  }

  async #isPickedUp(): Promise<boolean> {
    this.#report('initiated');
    this.record.status = 'ringing';
    this.#report('ringing');
    const { called, ringLimitMs } = this.plan;
    const { signal } = this.#controller;
    const isInTime = called.then !== 'does-not-answer' && (called.ringsMs ?? 0) < ringLimitMs;
    const byScript = this.#spend(isInTime ? (called.ringsMs ?? 0) : ringLimitMs, signal).then(() => {
      if (!isInTime) this.pickup.take('does-not-answer');
      else if (called.then !== 'by-hand') this.pickup.take(called.then);
      return this.pickup.taken;
    });
    const pickup = await Promise.race([this.pickup.taken, byScript, aborted(signal)]);
    if (signal.aborted || pickup === undefined) return false;
    if (pickup !== 'answers') {
      this.#forcedStatus = STATUS_OF_PICKUP[pickup];
      return false;
    }
    this.#answer();
    this.#reportWhoAnswered();
    return true;
  }

  #reportWhoAnswered(): void {
    const { answeredByCallback: callback, called } = this.plan;
    if (callback === undefined) return;
    const { atBeep, ...address } = callback;
    this.record.answeredBy = called.isMachine ? (atBeep ? 'machine_end_beep' : 'machine_start') : 'human';
    this.#requests.report({ kind: 'answered-by', ...address, params: this.record.answeredByParams() });
  }

  #answer(): void {
    if (this.#answeredMs !== undefined) return;
    this.#answeredMs = this.#line.clock.nowMs();
    this.record.status = 'in-progress';
    this.record.answeredAt = new Date();
    this.#watchTimeLimit(this.#answeredMs);
    this.#report('answered');
  }

  #finish(ending: RunEnding): void {
    if (ending === 'application-error') {
      this.#answer();
      this.log.say(APPLICATION_ERROR);
    }
    this.#endMs = this.#line.clock.nowMs();
    this.#stopTimeLimit();
    const rejected = ending === 'busy' || ending === 'no-answer' ? ending : 'completed';
    this.record.status = this.#forcedStatus ?? rejected;
    this.record.endedAt = new Date();
    if (this.#answeredMs !== undefined) {
      this.record.durationS = Math.ceil((this.#endMs - this.#answeredMs + this.log.skippedMs) / 1_000);
    }
    this.phone.end(new Error(`The call is over (${this.record.status}, by ${this.#endedBy})`));
    this.#report('completed');
    if (this.#actionAfterEnd) {
      const { address, outcome } = this.#actionAfterEnd;
      void this.#requests.ask({ kind: 'action', ...address, params: { ...this.record.params(), ...outcome } });
    }
    this.#markOver();
  }

  #twimlCall(signal: AbortSignal): TwimlCall {
    return {
      log: this.log,
      fetch: (source, isFallback) => this.#documents.fetch(source, isFallback, signal),
      answer: () => this.#answer(),
      stream: (connect, stream) => this.#runStream(stream, signal),
      spend: (ms) => this.#spend(ms, signal),
      dial: (verb, base, action) => this.#dial(verb, base, action, signal),
      gather: (play) => play().then(() => ''),
      hasFallback: () => this.#documents.hasFallback,
    };
  }

  async #dial(
    verb: XmlElement,
    base: string | undefined,
    action: Address | undefined,
    signal: AbortSignal,
  ): Promise<FormParams> {
    const leg = new DialLeg(
      {
        ticker: this.#line.ticker,
        requests: this.#requests,
        record: this.record,
        phone: this.phone,
        callStartMs: this.startMs,
        nowMs: () => this.#line.clock.nowMs(),
        spend: (ms, legSignal) => this.#spend(ms, legSignal),
        call: this.plan.callPerson,
      },
      verb,
      base,
    );
    const outcome = await leg.run(signal);
    if (signal.aborted && this.#endedBy === 'caller' && action) this.#actionAfterEnd = { address: action, outcome };
    return outcome;
  }

  #report(event: StatusEvent): void {
    const { statusCallback } = this.plan;
    if (!statusCallback?.events.includes(event)) return;
    const params = this.record.statusParams(this.#callbackCount);
    this.#callbackCount += 1;
    const { url, method } = statusCallback;
    this.#requests.report({ kind: 'call-status', url, method, params });
  }

  async #spend(ms: number, signal: AbortSignal): Promise<void> {
    if (this.plan.pace === 'virtual' || ms <= 0) {
      this.log.skippedMs += Math.max(0, ms);
      return;
    }
    let disarm = (): void => undefined;
    const passed = new Promise<void>((resolve) => {
      disarm = this.#line.clock.after(ms, resolve);
    });
    await Promise.race([passed, aborted(signal)]);
    disarm();
  }

  async #runStream(element: XmlElement, signal: AbortSignal): Promise<void> {
    const verb = readStreamVerb(element, this.log);
    const streamSid = newSid('MZ');
    this.#streamSid = streamSid;
    const report = (event: 'stream-started' | 'stream-stopped' | 'stream-error', error?: number): void => {
      if (!verb.callback) return;
      const params = this.record.streamParams(streamSid, verb.name, event, error);
      this.#requests.report({ kind: 'stream-status', ...verb.callback, params });
    };
    const { accountSid } = this.record.facts;
    const stream = new MediaStream(this.#line, {
      facts: { accountSid, callSid: this.record.sid, streamSid, customParameters: verb.customParameters },
      phone: this.phone,
      log: this.log,
      callStartMs: this.startMs,
      signature: this.plan.streamSignature,
      onStarted: () => report('stream-started'),
    });
    this.#stream = stream;
    const ending = verb.hasValidTrack ? await stream.run(verb.url, signal) : ({ how: 'failed', code: 31941 } as const);
    if (ending.how === 'failed') {
      this.log.code(ending.code, 'stream');
      report('stream-error', ending.code);
    } else if (stream.hasStarted) {
      report('stream-stopped');
    }
  }
}
