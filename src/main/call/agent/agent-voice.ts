import { base64ByteLength } from '../../../shared/audio/base64';
import { MULAW_BYTES_PER_MS } from '../../../shared/audio/mulaw';
import type { CallEvent } from '../../../shared/call/events';
import type { Clock, ModelEvent } from '../../ports/ports';
import type { PhonePlayout } from '../phone/phone-playout';
import { PlaybackLedger, type AudioKey, type PlaybackCut, type PlaybackProgress } from '../phone/playback';

type AudioEvent = Extract<ModelEvent, { type: 'audio' }>;

/** The carrier discards audio beyond ten minutes of it; nine are plenty. */
const MAX_UNHEARD_MS = 540_000;
/** One response that speaks longer has lost its way. */
const MAX_RESPONSE_MS = 90_000;

/** What became of a piece of audio: `late` belongs to a dead response, `dropped` found the phone full. */
export type AudioFate = 'played' | 'late' | 'dropped' | 'too-long';

/** What an interruption stopped: items to truncate, and items announced of which no audio had come. */
export interface Stopped {
  readonly cuts: readonly PlaybackCut[];
  readonly unsaid: readonly string[];
  /** Responses whose late audio is dropped from now on. */
  readonly responses: readonly string[];
}

/** An item the model has not finished. */
interface OpenItem {
  readonly itemId: string;
  readonly responseId: string;
  contentIndex: number;
  bytes: number;
}

/**
 * The agent's way to the caller's ear: forwards audio as it arrives, marks it, and stops it so that nothing of a dead
 * response is heard afterwards.
 */
export class AgentVoice {
  private readonly ledger = new PlaybackLedger();
  private readonly dead = new Set<string>();
  private readonly open = new Map<string, OpenItem>();
  /** Of those, the one whose sound came last. */
  private spoken: OpenItem | null = null;
  private speaking = { responseId: '', bytes: 0 };
  private callerStoppedAtMs: number | null = null;
  private isOverfull = false;

  constructor(
    private readonly phone: PhonePlayout,
    private readonly clock: Clock,
    private readonly emit: (event: CallEvent) => void,
  ) {}

  /** The caller fell silent: the next words of the agent are the reply. */
  callerStopped(): void {
    this.callerStoppedAtMs = this.clock.nowMs();
  }

  /** The model announced an item, before its audio. */
  opened(responseId: string, itemId: string): void {
    if (!this.open.has(itemId)) this.open.set(itemId, { itemId, responseId, contentIndex: 0, bytes: 0 });
  }

  /** Forwards audio as it is, unless its response is dead, has spoken for too long, or the phone is full. */
  play(event: AudioEvent): AudioFate {
    if (this.dead.has(event.responseId)) return 'late';
    const bytes = base64ByteLength(event.payload);
    if (bytes === 0) return 'played';
    const { phone } = this;
    if (phone.holdsMoreThan(MAX_UNHEARD_MS)) {
      this.reportOverfull();
      return 'dropped';
    }
    if (this.isTooLong(event.responseId, bytes)) return 'too-long';
    this.count(event, bytes);
    const startByte = phone.endByte;
    const isDry = phone.play(event.payload);
    if (this.ledger.sent(event, startByte, phone.endByte, isDry)) this.startedSpeaking(event.itemId);
    return 'played';
  }

  /** The model finished an item's audio: one last mark tells when it was heard to its end. */
  finish(key: AudioKey): void {
    if (this.dead.has(key.responseId)) return;
    this.phone.mark();
    const bytes = this.open.get(key.itemId)?.bytes ?? 0;
    this.forget(key.itemId);
    if (bytes === 0) return;
    this.emit({ type: 'agent.finishedAudio', itemId: key.itemId, audioMs: Math.floor(bytes / MULAW_BYTES_PER_MS) });
    this.report(this.ledger.finished(key, this.phone.acknowledgedByte));
  }

  /** The item has no sound: its words were read. */
  wasRead(itemId: string): void {
    this.forget(itemId);
    this.emit({ type: 'agent.wasHeard', itemId, heardMs: 0 });
  }

  /** The phone said how far it has played. */
  phonePassed(): void {
    this.report(this.ledger.acknowledged(this.phone.acknowledgedByte));
  }

  /**
   * Stops what the caller has not heard. `running`: responses still being generated. Where nothing was playing there is
   * nothing to cut, and nothing is sent to the phone.
   */
  interrupt(running: Iterable<string>): Stopped {
    const isUnheard = this.hasUnheard();
    const { cuts, heard } = this.ledger.interrupt(this.phone.position);
    if (isUnheard) this.phone.clear();
    const responses = new Set(running);
    for (const { responseId, complete } of cuts) if (!complete) responses.add(responseId);
    const unsaid: string[] = [];
    for (const [itemId, { responseId, bytes }] of this.open)
      if (bytes === 0 && responses.has(responseId)) unsaid.push(itemId);
    this.drop(responses);
    this.open.clear();
    this.spoken = null;
    this.callerStoppedAtMs = null;
    this.report({ started: [], heard });
    return { cuts, unsaid, responses: [...responses] };
  }

  /** Plays no more of these responses; what the phone has of them it keeps. */
  drop(responseIds: Iterable<string>): void {
    for (const responseId of responseIds) this.dead.add(responseId);
  }

  isDead(responseId: string): boolean {
    return this.dead.has(responseId);
  }

  /** True when the last audio that went out was of this response. */
  hasSpoken(responseId: string): boolean {
    return this.speaking.responseId === responseId && this.speaking.bytes > 0;
  }

  /** Ms sent of an item that is not finished. */
  sentMs(itemId: string): number {
    return Math.floor((this.open.get(itemId)?.bytes ?? 0) / MULAW_BYTES_PER_MS);
  }

  /** The model says the response is over: no more audio of it can come, late or not. */
  responseOver(responseId: string): void {
    this.dead.delete(responseId);
    for (const [itemId, item] of this.open)
      if (item.responseId === responseId) this.finish({ responseId, itemId, contentIndex: item.contentIndex });
  }

  hasUnheard(): boolean {
    return this.phone.isUnheard(this.ledger.endByte);
  }

  /** True when the phone acknowledged the last byte. */
  isHeardToTheEnd(): boolean {
    return this.ledger.endByte <= this.phone.acknowledgedByte;
  }

  private isTooLong(responseId: string, bytes: number): boolean {
    if (this.speaking.responseId !== responseId) this.speaking = { responseId, bytes: 0 };
    this.speaking.bytes += bytes;
    return this.speaking.bytes > MAX_RESPONSE_MS * MULAW_BYTES_PER_MS;
  }

  private count({ responseId, itemId, contentIndex }: AudioKey, bytes: number): void {
    let item = this.spoken;
    if (item?.itemId !== itemId) {
      item = this.open.get(itemId) ?? { itemId, responseId, contentIndex, bytes: 0 };
      this.open.set(itemId, item);
      this.spoken = item;
    }
    item.contentIndex = contentIndex;
    item.bytes += bytes;
  }

  private forget(itemId: string): void {
    this.open.delete(itemId);
    if (this.spoken?.itemId === itemId) this.spoken = null;
  }

  private startedSpeaking(itemId: string): void {
    const since = this.callerStoppedAtMs;
    this.callerStoppedAtMs = null;
    const replyMs = since === null ? {} : { replyMs: Math.max(0, Math.round(this.clock.nowMs() - since)) };
    this.emit({ type: 'agent.startedSpeaking', itemId, ...replyMs });
  }

  private report({ started, heard }: PlaybackProgress): void {
    for (const { itemId, heardMs } of heard) this.emit({ type: 'agent.wasHeard', itemId, heardMs });
    for (const { itemId } of started) this.startedSpeaking(itemId);
  }

  private reportOverfull(): void {
    if (this.isOverfull) return;
    this.isOverfull = true;
    this.emit({
      type: 'leg.faltered',
      leg: 'caller',
      fault: 'queue-full',
      detail: `The phone has ${String(MAX_UNHEARD_MS / 60_000)} minutes of speech waiting; more is dropped`,
    });
  }
}
