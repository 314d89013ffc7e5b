import { base64ByteLength } from '../../shared/audio/base64';
import { loudness, MULAW_BYTES_PER_MS, mulawRms } from '../../shared/audio/mulaw';
import type { CallEvent } from '../../shared/call/events';
import type { CallerLeg, Clock, ModelEvent } from '../ports';
import { PlaybackLedger, type AudioKey, type PlaybackCut, type PlaybackProgress } from './playback';

type AudioEvent = Extract<ModelEvent, { type: 'audio' }>;
type AudioDone = Extract<ModelEvent, { type: 'audioDone' }>;

/** A mark at least this often. 1,599 bytes (199.9 ms) is the most that ends on a base64 quantum. */
const MARK_EVERY_BYTES = 1599;
/** The carrier discards audio beyond ten minutes of it; nine are plenty. */
const MAX_UNHEARD_MS = 540_000;
const LEVEL_WINDOW_BYTES = 50 * MULAW_BYTES_PER_MS;

interface Piece {
  readonly startByte: number;
  readonly bytes: number;
  readonly payload: string;
}

/**
 * The agent's way to the caller's ear: forwards audio as it arrives, marks it, and stops it so that nothing of a dead
 * response is heard afterwards.
 */
export class AgentVoice {
  private readonly ledger = new PlaybackLedger();
  private readonly dead = new Set<string>();
  /** Sent and not yet acknowledged, for the level and whoever listens. */
  private pieces: Piece[] = [];
  private callerStoppedAtMs: number | null = null;
  private overfull = false;
  private readonly itemBytes = new Map<string, number>();

  constructor(
    private readonly leg: CallerLeg,
    private readonly clock: Clock,
    private readonly emit: (event: CallEvent) => void,
  ) {}

  /** The caller fell silent: the next words of the agent are the reply. */
  callerStopped(): void {
    this.callerStoppedAtMs = this.clock.nowMs();
  }

  /** Forwards audio. False: it belongs to a response that was interrupted, or the phone has more than it can hold. */
  play(event: AudioEvent): boolean {
    if (this.dead.has(event.responseId)) return false;
    const nowMs = this.clock.nowMs();
    const bytes = base64ByteLength(event.payload);
    if (bytes === 0) return true;
    if (this.ledger.unheardMs(nowMs) > MAX_UNHEARD_MS) {
      if (!this.overfull) this.reportOverfull();
      return false;
    }
    this.leg.cork();
    let rest = event.payload;
    let startsNow = false;
    for (let left = bytes; left > 0;) {
      const room = MARK_EVERY_BYTES - this.ledger.unmarkedBytes;
      const whole = left <= room;
      const size = whole ? left : room - (room % 3);
      if (size > 0) {
        const payload = whole ? rest : rest.slice(0, (size / 3) * 4);
        startsNow = this.send(event, payload, size, nowMs) || startsNow;
        rest = whole ? '' : rest.slice(payload.length);
        left -= size;
      }
      if (MARK_EVERY_BYTES - this.ledger.unmarkedBytes < 3) this.leg.sendMark(this.ledger.mark());
    }
    this.leg.uncork();
    if (startsNow) this.startedSpeaking(event);
    return true;
  }

  /** The model finished an item's audio: one last mark tells when it was heard to its end. */
  finish(event: AudioDone): void {
    if (this.dead.has(event.responseId)) return;
    if (this.ledger.unmarkedBytes > 0) this.leg.sendMark(this.ledger.mark());
    const bytes = this.itemBytes.get(event.itemId) ?? 0;
    this.itemBytes.delete(event.itemId);
    if (bytes === 0) return;
    this.emit({ type: 'agent.finishedAudio', itemId: event.itemId, audioMs: Math.floor(bytes / MULAW_BYTES_PER_MS) });
    this.report(this.ledger.finished(event));
  }

  onMark(name: string): void {
    this.report(this.ledger.acknowledged(name, this.clock.nowMs(), this.leg.roundTripMs()));
    const position = this.ledger.positionAt(this.clock.nowMs());
    while (this.pieces[0] !== undefined && this.pieces[0].startByte + this.pieces[0].bytes <= position)
      this.pieces.shift();
  }

  /**
   * Stops what the caller has not heard. `running`: responses still being generated, whose late audio is dropped from
   * now on. Answers the items to truncate; none when nothing was playing, and then nothing was sent either.
   */
  interrupt(running: Iterable<string>): readonly PlaybackCut[] {
    const nowMs = this.clock.nowMs();
    const unheard = this.ledger.unheardMs(nowMs) > 0;
    const cuts = this.ledger.interrupt(nowMs);
    if (unheard) this.leg.clear();
    for (const responseId of running) this.dead.add(responseId);
    this.pieces = [];
    this.itemBytes.clear();
    this.callerStoppedAtMs = null;
    return cuts;
  }

  isDead(responseId: string): boolean {
    return this.dead.has(responseId);
  }

  /** The model says the response is over: no more late audio of it can come. */
  responseOver(responseId: string): void {
    this.dead.delete(responseId);
  }

  hasUnheard(): boolean {
    return this.ledger.unheardMs(this.clock.nowMs()) > 0;
  }

  /** True when the phone acknowledged the last byte. */
  isHeardToTheEnd(): boolean {
    return this.ledger.isAcknowledged;
  }

  /** How loud the phone is now, 0 to 1. */
  level(): number {
    const position = this.ledger.positionAt(this.clock.nowMs());
    for (const { startByte, bytes, payload } of this.pieces) {
      if (position < startByte || position >= startByte + bytes) continue;
      const audio = Buffer.from(payload, 'base64');
      const from = position - startByte;
      return loudness(mulawRms(audio, from, Math.min(audio.length, from + LEVEL_WINDOW_BYTES)));
    }
    return 0;
  }

  private send(key: AudioKey, payload: string, bytes: number, nowMs: number): boolean {
    this.leg.sendAudio(payload);
    this.itemBytes.set(key.itemId, (this.itemBytes.get(key.itemId) ?? 0) + bytes);
    this.pieces.push({ startByte: this.ledger.endByte, bytes, payload });
    return this.ledger.sent(key, bytes, nowMs);
  }

  private startedSpeaking(key: AudioKey): void {
    const since = this.callerStoppedAtMs;
    this.callerStoppedAtMs = null;
    const replyMs = since === null ? {} : { replyMs: Math.max(0, Math.round(this.clock.nowMs() - since)) };
    this.emit({ type: 'agent.startedSpeaking', itemId: key.itemId, ...replyMs });
  }

  private report(progress: PlaybackProgress): void {
    for (const { itemId, heardMs } of progress.heard) this.emit({ type: 'agent.wasHeard', itemId, heardMs });
    for (const key of progress.started) this.startedSpeaking(key);
  }

  private reportOverfull(): void {
    this.overfull = true;
    this.emit({
      type: 'leg.faltered',
      leg: 'caller',
      fault: 'queue-full',
      detail: `The phone has ${String(MAX_UNHEARD_MS / 60_000)} minutes of speech waiting; more is dropped`,
    });
  }
}
