import { writeFile } from 'node:fs/promises';
import type { CallLog } from './call-log';
import type { CallStatus } from './call-record';
import type { Pickup } from './called/called-person';
import type { Handset } from './media/handset';
import type { HeardAudio, MarkRecord } from './media/heard-audio';
import type { Phone, WavChannels } from './media/phone';
import { TICK_MS } from './media/ticker';
import type { FrameSource, Uplink } from './media/voice';
import type { TwilioCall } from './twilio-call';

/** Audio that came out of the caller's phone, with helpers to measure it. */
export type Heard = Pick<
  HeardAudio,
  'bytes' | 'heardMs' | 'sentBytes' | 'runs' | 'chunks' | 'marks' | 'clears' | 'heardMsOf' | 'heardMsBetween'
>;

/** Result of a finished call. The lists are those of its log; `codes` are Twilio's error numbers in order. */
export interface EndedCall {
  readonly status: CallStatus;
  readonly endedBy: TwilioCall['endedBy'];
  readonly codes: readonly number[];
  readonly verbs: CallLog['verbs'];
  readonly spoken: readonly string[];
  readonly webhooks: CallLog['webhooks'];
  readonly violations: CallLog['violations'];
  /** Duration on the clock, without verbs that were only counted. */
  readonly durationMs: number;
}

/** Carrier faults that affect the media stream. */
export interface CallFaults {
  /** Loses and packs frames of the caller's audio. */
  readonly uplink: Pick<Uplink, 'dropFrames' | 'pack'>;
  /** Alters every message on its way to the bridge: lost, doubled, out of order, broken. Undefined ends that. */
  mangle(mangle: Phone['mangle']): void;
  /** Sends no media for `ms`; timestamps skip that time. */
  pauseMedia(ms: number): void;
  /** Makes the carrier stop or resume reading the bridge's audio. */
  stallReading(isStalled: boolean): void;
}

/** Default timeout: long enough to tell a fact that is late on a slow machine from one that never comes. */
const PATIENCE_MS = 120_000;
const AUDIBLE_NOW_MS = 60;

/** A caller's call: a person with a phone, and the carrier's records. All times are ms of the call. */
export class SimulatedCall {
  readonly #call: TwilioCall;
  /** Resolves when the call is over and its last callback is answered or failed; never rejects. */
  readonly ended: Promise<EndedCall>;
  readonly faults: CallFaults;

  constructor(call: TwilioCall) {
    this.#call = call;
    this.ended = call.settled.then(() => this.#summary());
    const { uplink } = call.phone;
    this.faults = {
      uplink,
      mangle: (mangle) => {
        call.phone.mangle = mangle;
      },
      pauseMedia: (ms) => uplink.dropFrames(Math.round(ms / TICK_MS)),
      stallReading: (isStalled) => call.stream?.stallReading(isStalled),
    };
  }

  get sid(): string {
    return this.#call.record.sid;
  }

  /** SID of the newest stream; undefined before the first. */
  get streamSid(): string | undefined {
    return this.#call.streamSid;
  }

  get status(): CallStatus {
    return this.#call.record.status;
  }

  get isOver(): boolean {
    return this.#call.record.isOver;
  }

  /** End of the agent's last audible frame, in ms of the call; minus infinity if it was never heard. */
  get agentLastAudibleMs(): number {
    return this.#call.phone.lastAudibleMs;
  }

  /** Agent audio queued and not yet played; bytes. */
  get queuedBytes(): number {
    return this.#call.stream?.queuedBytes ?? 0;
  }

  nowMs(): number {
    return this.#call.callMs();
  }

  /**
   * Speaks µ-law audio after any current utterance. Resolves when its last frame has left; rejects when the call ends first.
   */
  speak(ulaw: Buffer): Promise<void> {
    return this.#call.phone.voice.speak(ulaw);
  }

  /** Generates caller frames while nothing is being said; undefined stops it. */
  feed(source: FrameSource | undefined): void {
    this.#call.phone.voice.feed(source);
  }

  /** Connects a handset, which then speaks and listens for the caller. */
  takeUp(handset: Handset): void {
    this.#call.phone.handset = handset;
    this.#call.phone.voice.feed((frame) => handset.fill(frame));
  }

  /** Passes every chunk of agent audio to `tap` as it arrives. */
  tap(tap: Phone['tap']): void {
    this.#call.phone.tap = tap;
  }

  press(digit: string): void {
    this.#call.stream?.sendDigit(digit);
  }

  hangUp(): void {
    this.#call.end('caller');
  }

  /** Answers an outbound call that rings by hand. */
  pickUp(): void {
    this.#call.pickup.take('answers');
  }

  refuse(how: Exclude<Pickup, 'answers'>): void {
    this.#call.pickup.take(how);
  }

  /** Removes the caller: neither `stop` nor a close ever reaches the bridge, but callbacks do. */
  vanish(): void {
    this.#call.stream?.freeze();
    this.#call.end('caller');
  }

  /** Resets the media connection mid-stream; the call goes on with the next verb. */
  dropSocket(): void {
    this.#call.stream?.reset();
  }

  heard(): Heard {
    return this.#call.phone.heard;
  }

  marks(): readonly MarkRecord[] {
    return this.#call.phone.heard.marks;
  }

  webhooks(): CallLog['webhooks'] {
    return this.#call.log.webhooks;
  }

  codes(): readonly number[] {
    return this.#call.log.codes.map(({ code }) => code);
  }

  violations(): CallLog['violations'] {
    return this.#call.log.violations;
  }

  untilStreaming(timeoutMs = PATIENCE_MS): Promise<void> {
    return this.#until('the media stream is up', () => this.#call.stream !== undefined, timeoutMs);
  }

  /** Resolves once the agent is audible. */
  untilAgentSpeaks(timeoutMs = PATIENCE_MS): Promise<void> {
    const { phone } = this.#call;
    return this.#until('the agent speaks', () => this.nowMs() - phone.lastAudibleMs < AUDIBLE_NOW_MS, timeoutMs);
  }

  /** Resolves once the agent was heard and has then been quiet for `quietMs`. */
  untilAgentQuiet(quietMs: number, timeoutMs = PATIENCE_MS): Promise<void> {
    const { phone } = this.#call;
    const isQuiet = (): boolean =>
      Number.isFinite(phone.lastAudibleMs) && this.nowMs() - phone.lastAudibleMs >= quietMs;
    return this.#until(`the agent is quiet for ${quietMs} ms`, isQuiet, timeoutMs);
  }

  /** Resolves once `ms` of the agent were heard since the beginning of the call. */
  untilHeardMs(ms: number, timeoutMs = PATIENCE_MS): Promise<void> {
    return this.#until(`${ms} ms are heard`, () => this.heard().heardMs >= ms, timeoutMs);
  }

  /** Resolves once a mark of this name was echoed. */
  untilMark(name: string, timeoutMs = PATIENCE_MS): Promise<void> {
    const isEchoed = (): boolean => this.marks().some((mark) => mark.name === name && mark.echo !== undefined);
    return this.#until(`the mark ${name} is echoed`, isEchoed, timeoutMs);
  }

  /** Resolves once `isTrue`, checked every 20 ms of a running stream. */
  until(fact: string, isTrue: () => boolean, timeoutMs = PATIENCE_MS): Promise<void> {
    return this.#until(fact, isTrue, timeoutMs);
  }

  /** Renders the call as a µ-law WAV file. */
  wav(channels: WavChannels): Buffer {
    return this.#call.phone.wav(this.nowMs(), channels);
  }

  /** Writes the call's WAV file to `path`; rejects as `writeFile` does. */
  writeWav(path: string, channels: WavChannels): Promise<void> {
    return writeFile(path, this.wav(channels));
  }

  #until(fact: string, isTrue: () => boolean, timeoutMs: number): Promise<void> {
    return this.#call.phone.watch.until(fact, isTrue, timeoutMs);
  }

  #summary(): EndedCall {
    const { log, record, endedBy } = this.#call;
    return {
      status: record.status,
      endedBy,
      codes: this.codes(),
      verbs: log.verbs,
      spoken: log.spoken,
      webhooks: log.webhooks,
      violations: log.violations,
      durationMs: this.nowMs(),
    };
  }
}
