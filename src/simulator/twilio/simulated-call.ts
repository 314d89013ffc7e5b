import { writeFile } from 'node:fs/promises';
import type { CallLog } from './call-log';
import type { CallStatus } from './call-record';
import type { Pickup } from './called/called-script';
import type { Handset } from './media/handset';
import type { HeardAudio, MarkRecord } from './media/heard-audio';
import type { ChunkTap, Mangle } from './media/phone';
import { TICK_MS } from './media/ticker';
import type { EndedBy, TwilioCall } from './twilio-call';
import type { FrameShape } from './media/uplink';
import type { FrameSource } from './media/voice';
import { callWav, type WavChannels } from './media/wav';

/** What came out of the caller's phone, and helpers to measure it. */
export type Heard = Pick<
  HeardAudio,
  'bytes' | 'heardMs' | 'sentBytes' | 'runs' | 'chunks' | 'marks' | 'clears' | 'heardMsOf' | 'heardMsBetween'
>;

/** A call that is over. Lists are those of the log; `codes` are Twilio's error numbers in order. */
export interface EndedCall {
  readonly status: CallStatus;
  readonly endedBy: EndedBy;
  readonly codes: readonly number[];
  readonly verbs: CallLog['verbs'];
  readonly spoken: readonly string[];
  readonly webhooks: CallLog['webhooks'];
  readonly violations: CallLog['violations'];
  /** On the clock, without verbs that were only counted. */
  readonly durationMs: number;
}

/** Faults of the carrier on the way of the caller's audio. */
export interface CallFaults {
  /** Loses frames; timestamps go on. */
  dropFrames(count: number): void;
  /** Changes every message to the bridge on its way: lost, doubled, out of order, broken. Undefined: no more. */
  mangle(mangle: Mangle | undefined): void;
  /** No media for `ms`; timestamps jump over it. */
  pauseMedia(ms: number): void;
  pack(shape: FrameShape): void;
  /** The carrier stops or resumes to read the bridge's audio. */
  stallReading(isStalled: boolean): void;
}

/** Tells a fact that is late on a slow machine from one that never comes. */
const PATIENCE_MS = 120_000;
const AUDIBLE_NOW_MS = 60;

/** The caller: a person with a phone, and the carrier's notes about the call. All times are ms of the call. */
export class SimulatedCall {
  readonly #call: TwilioCall;
  /** Resolves when the call is over and its last callback is answered or failed; rejects never. */
  readonly ended: Promise<EndedCall>;
  readonly faults: CallFaults;

  constructor(call: TwilioCall) {
    this.#call = call;
    this.ended = call.settled.then(() => this.#summary());
    const { uplink } = call.phone;
    this.faults = {
      dropFrames: (count) => uplink.dropFrames(count),
      mangle: (mangle) => {
        call.phone.mangle = mangle;
      },
      pauseMedia: (ms) => uplink.dropFrames(Math.round(ms / TICK_MS)),
      pack: (shape) => uplink.pack(shape),
      stallReading: (isStalled) => call.stream?.stallReading(isStalled),
    };
  }

  get sid(): string {
    return this.#call.record.sid;
  }

  /** Of the newest stream, undefined before the first. */
  get streamSid(): string | undefined {
    return this.#call.streamSid;
  }

  get status(): CallStatus {
    return this.#call.record.status;
  }

  get isOver(): boolean {
    return this.#call.record.isOver;
  }

  /** When the agent was last audible, in ms of the call; minus infinity: never yet. */
  get agentLastAudibleMs(): number {
    return this.#call.phone.lastAudibleMs;
  }

  /** Bytes of the agent that wait to be played. */
  get queuedBytes(): number {
    return this.#call.stream?.queuedBytes ?? 0;
  }

  nowMs(): number {
    return this.#call.callMs();
  }

  /** Says µ-law audio after what is being said. Resolves when its last frame left; rejects when the call ends before. */
  speak(ulaw: Buffer): Promise<void> {
    return this.#call.phone.voice.speak(ulaw);
  }

  /** Makes caller frames on the spot while nothing is being said; undefined stops it. */
  feed(source: FrameSource | undefined): void {
    this.#call.phone.voice.feed(source);
  }

  /** From now on that handset is the caller's mouth and ear. */
  takeUp(handset: Handset): void {
    this.#call.phone.handset = handset;
    this.#call.phone.voice.feed((frame) => handset.fill(frame));
  }

  /** Shows every chunk of agent audio as it arrives. */
  tap(tap: ChunkTap | undefined): void {
    this.#call.phone.tap = tap;
  }

  press(digit: string): void {
    this.#call.stream?.sendDigit(digit);
  }

  hangUp(): void {
    this.#call.end('caller');
  }

  /** A call out that rings by hand is taken. */
  pickUp(): void {
    this.#call.pickup.take('answers');
  }

  refuse(how: Exclude<Pickup, 'answers'>): void {
    this.#call.pickup.take(how);
  }

  /** The caller is gone, but neither `stop` nor a close ever reaches the bridge; callbacks do. */
  vanish(): void {
    this.#call.stream?.freeze();
    this.#call.end('caller');
  }

  /** The media connection is reset in the middle; the call goes on with the verb after it. */
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

  /** The agent can be heard now, or begins to be. */
  untilAgentSpeaks(timeoutMs = PATIENCE_MS): Promise<void> {
    const { phone } = this.#call;
    return this.#until('the agent speaks', () => this.nowMs() - phone.lastAudibleMs < AUDIBLE_NOW_MS, timeoutMs);
  }

  /** The agent was heard once and has been quiet for `quietMs`. */
  untilAgentQuiet(quietMs: number, timeoutMs = PATIENCE_MS): Promise<void> {
    const { phone } = this.#call;
    const isQuiet = (): boolean =>
      Number.isFinite(phone.lastAudibleMs) && this.nowMs() - phone.lastAudibleMs >= quietMs;
    return this.#until(`the agent is quiet for ${quietMs} ms`, isQuiet, timeoutMs);
  }

  /** `ms` of the agent were heard since the beginning of the call. */
  untilHeardMs(ms: number, timeoutMs = PATIENCE_MS): Promise<void> {
    return this.#until(`${ms} ms are heard`, () => this.heard().heardMs >= ms, timeoutMs);
  }

  /** A mark of this name was echoed. */
  untilMark(name: string, timeoutMs = PATIENCE_MS): Promise<void> {
    const isEchoed = (): boolean => this.marks().some((mark) => mark.name === name && mark.echo !== undefined);
    return this.#until(`the mark ${name} is echoed`, isEchoed, timeoutMs);
  }

  /** Anything else, looked at every 20 ms of a running stream. */
  until(fact: string, isTrue: () => boolean, timeoutMs = PATIENCE_MS): Promise<void> {
    return this.#until(fact, isTrue, timeoutMs);
  }

  /** The call as a µ-law WAV file. */
  wav(channels: WavChannels): Buffer {
    return callWav(this.#call.phone, this.nowMs(), channels);
  }

  /** Writes the call to `path`; rejects as `writeFile` does. */
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
