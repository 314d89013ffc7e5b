import { base64ByteLength } from '../../../shared/audio/base64';
import { MULAW_BYTES_PER_MS } from '../../../shared/audio/mulaw';
import type { CallEvent } from '../../../shared/call/events';
import type { Clock, ModelEvent } from '../../ports/ports';
import type { PhonePlayout } from '../phone/phone-playout';
import { PlaybackLedger, type AudioKey, type PlaybackCut, type PlaybackProgress } from '../phone/playback';
import type { AgentResponse, ResponseItem, Responses } from './responses';

type AudioEvent = Extract<ModelEvent, { type: 'audio' }>;

/** Longest audio that may wait in the phone. The carrier discards what is beyond ten minutes; nine are plenty. */
const MAX_UNHEARD_MS = 540_000;
/** Longest audio of one response; one that speaks longer has lost its way. */
const MAX_RESPONSE_MS = 90_000;

/** Fate of a piece of audio: `late` belongs to a dead response, `dropped` found the phone full. */
export type AudioFate = 'played' | 'late' | 'dropped' | 'too-long';

/** Result of an interruption: items to truncate, and items announced of which no audio had come. */
export interface Stopped {
  readonly cuts: readonly PlaybackCut[];
  readonly unsaid: readonly string[];
  /** Responses that are dead from now on. */
  readonly responses: readonly AgentResponse[];
}

/**
 * Voice of the agent: forwards audio to the phone as it arrives, marks it, and stops it so that nothing of a dead response is heard
 * afterwards.
 */
export class AgentVoice {
  private readonly ledger = new PlaybackLedger();
  private callerStoppedAtMs: number | null = null;
  private isOverfull = false;

  constructor(
    private readonly phone: PhonePlayout,
    private readonly clock: Clock,
    private readonly responses: Responses,
    private readonly emit: (event: CallEvent) => void,
  ) {}

  /** The caller fell silent: the next words of the agent are the reply. */
  callerStopped(): void {
    this.callerStoppedAtMs = this.clock.nowMs();
  }

  /** Forwards audio as it is, unless its response is dead, has spoken for too long, or the phone is full. */
  play(response: AgentResponse, event: AudioEvent): AudioFate {
    if (response.isDead) return 'late';
    const bytes = base64ByteLength(event.payload);
    if (bytes === 0) return 'played';
    const { phone } = this;
    if (phone.holdsMoreThan(MAX_UNHEARD_MS)) {
      this.reportOverfull();
      return 'dropped';
    }
    if (response.count(bytes) > MAX_RESPONSE_MS * MULAW_BYTES_PER_MS) return 'too-long';
    const startByte = phone.sent.endByte;
    const isDry = phone.play(event.payload);
    response.sent(event.itemId, event.contentIndex, bytes, phone.sent.endByte);
    if (this.ledger.sent(event, startByte, phone.sent.endByte, isDry)) this.startedSpeaking(event.itemId);
    return 'played';
  }

  /** The model finished an item's audio: one last mark tells when it was heard to its end. */
  finish(response: AgentResponse, key: AudioKey): void {
    if (!response.isDead) this.finished(key, response.finish(key.itemId));
  }

  /** The item has no sound: its words were read. */
  wasRead(response: AgentResponse, itemId: string): void {
    response.finish(itemId);
    this.emit({ type: 'agent.wasHeard', itemId, heardMs: 0 });
  }

  /** The phone said how far it has played. */
  phonePassed(): void {
    this.report(this.ledger.acknowledged(this.phone.acknowledgedByte));
  }

  /**
   * Stops what the caller has not heard, and what is still being generated. Where nothing was playing there is nothing to cut, and
   * nothing is sent to the phone.
   */
  interrupt(): Stopped {
    const isUnheard = this.hasUnheard();
    const { cuts, heard } = this.ledger.interrupt(this.phone.position);
    if (isUnheard) this.phone.clear();
    const stopped = new Set(this.responses.running);
    for (const { responseId, complete } of cuts) if (!complete) stopped.add(this.responses.of(responseId));
    const responses = [...stopped];
    const unsaid = responses.flatMap(({ openItems }) => openItems.filter(({ bytes }) => bytes === 0));
    for (const response of this.responses.all) response.silence();
    for (const response of responses) {
      response.markDead();
      for (const cut of cuts) if (cut.responseId === response.id) response.cut(cut.itemId, cut.contentIndex);
    }
    this.callerStoppedAtMs = null;
    this.report({ started: [], heard });
    return { cuts, unsaid: unsaid.map(({ itemId }) => itemId), responses };
  }

  /** The model says that a response is over. Answers the items of which audio came too late. */
  responseOver(response: AgentResponse): readonly ResponseItem[] {
    const items = response.end();
    for (const { state, itemId, contentIndex, bytes } of items)
      if (state === 'open' || bytes > 0) this.finished({ responseId: response.id, itemId, contentIndex }, bytes);
    return items.filter(({ state }) => state === 'late');
  }

  hasUnheard(): boolean {
    return this.phone.isUnheard(this.ledger.endByte);
  }

  /** True while a response runs, or the caller still has words of one to hear. */
  isSpeaking(): boolean {
    return this.responses.isRunning || this.hasUnheard();
  }

  /** Time at which the phone should have played everything sent so far; long past when nothing is unheard. */
  soundEndsAtMs(): number {
    return this.phone.playsAtMs(this.ledger.endByte);
  }

  /** True when no response runs and the phone has played everything. */
  isQuiet(): boolean {
    return !this.responses.isRunning && this.isHeardToTheEnd();
  }

  /** True when the phone acknowledged the last byte. */
  isHeardToTheEnd(): boolean {
    return this.ledger.endByte <= this.phone.acknowledgedByte;
  }

  /** All audio of an item was sent, so many bytes. */
  private finished(key: AudioKey, bytes: number): void {
    this.phone.mark();
    if (bytes === 0) return;
    this.emit({ type: 'agent.finishedAudio', itemId: key.itemId, audioMs: Math.floor(bytes / MULAW_BYTES_PER_MS) });
    this.report(this.ledger.finished(key, this.phone.acknowledgedByte));
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
      type: 'leg.degraded',
      leg: 'caller',
      fault: 'queue-full',
      detail: `The phone has ${String(MAX_UNHEARD_MS / 60_000)} minutes of speech waiting; more is dropped`,
    });
  }
}
