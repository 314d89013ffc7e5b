import { base64ByteLength } from '../../../shared/audio/base64';
import { loudness, MULAW_BYTES_PER_MS, MULAW_SILENCE_BYTE, mulawRms } from '../../../shared/audio/mulaw';
import type { CallEvent } from '../../../shared/call/events';
import type { Clock, Dispose } from '../../ports/ports';

/** Longest caller audio held while the model connects; the connect deadline is shorter than 30 s. */
const MAX_HELD_MS = 30_000;
/** Audio released per step, every 20 ms; all at once would make the model's socket look like a slow reader. */
const RELEASED_AT_ONCE_MS = 1000;
const RELEASE_EVERY_MS = 20;
/**
 * Smallest jump of the carrier's clock that is filled; a shorter one is jitter, filled when several add up to 15 ms.
 */
const GAP_FROM_MS = 15;
const MAX_FILL_MS = 10_000;
/**
 * Longest wait for media while the caller is thought to speak. After 750 ms the carrier counts as stalled, and silence
 * lets the turn end.
 */
const STALL_AFTER_MS = 750;
const STALL_FILL_MS = 1000;
/** Bytes of the last frame that a level is measured over: 20 ms. */
const LEVEL_BYTES = 20 * MULAW_BYTES_PER_MS;

/** Buffer reused by `level`, within one call of it. */
const levelWindow = Buffer.alloc(LEVEL_BYTES);

/**
 * Path of the caller's audio to the model. Holds it back until the model may have it, and fills gaps in the carrier's
 * clock with silence. Keeps a stalled stream from holding a turn open for ever.
 */
export class CallerAudio {
  private flow: 'holding' | 'releasing' | 'through' | 'over' = 'holding';
  private held: string[] = [];
  private heldMs = 0;
  private appendedMs = 0;
  /** Time on the carrier's clock before which the model has, or will get, all audio; ms. */
  private coveredUntilMs: number | null = null;
  private lastMediaAtMs: number;
  private lastPayload = '';
  private stopStallCheck: Dispose = () => undefined;
  /** Audio that the model was given and may not have understood yet. */
  private readonly recent = new RecentAudio();
  private isModelGone = false;
  private readonly reported = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly toModel: (payload: string) => void,
    private readonly emit: (event: CallEvent) => void,
  ) {
    this.lastMediaAtMs = clock.nowMs();
  }

  /** Audio received from the caller, held or not; ms. The model's own clock of the caller will reach this value. */
  get receivedMs(): number {
    return this.appendedMs + this.heldMs;
  }

  /** Time at which the caller's phone last sent a frame; monotonic ms. */
  get lastFrameAtMs(): number {
    return this.lastMediaAtMs;
  }

  /** Starts over on another stream of the caller, whose clock begins anew. */
  streamBegan(): void {
    this.coveredUntilMs = null;
    this.lastMediaAtMs = this.clock.nowMs();
  }

  /** Takes one media frame. `timestampMs`: its place on the carrier's stream clock. */
  onFrame(payload: string, timestampMs: number): void {
    const durationMs = base64ByteLength(payload) / MULAW_BYTES_PER_MS;
    this.lastMediaAtMs = this.clock.nowMs();
    this.lastPayload = payload;
    this.coveredUntilMs ??= timestampMs;
    if (timestampMs - this.coveredUntilMs >= GAP_FROM_MS) this.fillGap(timestampMs - this.coveredUntilMs, timestampMs);
    const isLate = timestampMs + durationMs <= this.coveredUntilMs;
    if (!isLate) this.coveredUntilMs += durationMs;
    this.push(payload, durationMs);
  }

  /** Gives the model everything that was held, in order, and then each frame as it comes. */
  release(): void {
    if (this.flow !== 'holding' || this.isModelGone) return;
    this.flow = 'releasing';
    this.releaseSome();
  }

  /**
   * Holds the audio back for a model that takes over, which first hears again what the lost one may not have understood: an
   * utterance without its words, or else the last second and a half.
   */
  holdAgain(): void {
    if (this.flow === 'over') return;
    this.isModelGone = true;
    this.speechStopped();
    const again = this.recent.take();
    if (this.flow !== 'holding') {
      this.flow = 'holding';
      this.appendedMs = 0;
    }
    this.held.unshift(...again.payloads);
    this.heldMs += again.durationMs;
  }

  /** A model has taken over: it gets the audio as soon as it is released. */
  modelReplaced(): void {
    this.isModelGone = false;
  }

  /** True while a model that takes over would hear an utterance again. */
  get hasUtterance(): boolean {
    return this.recent.hasUtterance;
  }

  /** The caller's turn is in the conversation: what they say from now on belongs to another one. */
  turnEnded(): void {
    this.recent.turnEnded();
  }

  /** The words of every turn so far are known: they need not be heard again. */
  understood(): void {
    this.recent.forget();
  }

  /** Watches the stream while the model hears speech, so that a stall cannot keep the turn open. */
  speechStarted(): void {
    this.recent.keep();
    this.watchStream();
  }

  private watchStream(): void {
    this.stopStallCheck();
    this.stopStallCheck = this.clock.after(STALL_AFTER_MS, () => {
      if (this.clock.nowMs() - this.lastMediaAtMs >= STALL_AFTER_MS) this.fillStall();
      this.watchStream();
    });
  }

  speechStopped(): void {
    this.stopStallCheck();
  }

  /** Loudness of the caller now, 0 to 1; 0 when no frame came for 200 ms. */
  level(): number {
    if (this.lastPayload === '' || this.clock.nowMs() - this.lastMediaAtMs > 200) return 0;
    const bytes = levelWindow.write(this.lastPayload, 'base64');
    return loudness(mulawRms(levelWindow, 0, bytes));
  }

  dispose(): void {
    this.flow = 'over';
    this.held = [];
    this.heldMs = 0;
  }

  private fillGap(gapMs: number, untilMs: number): void {
    this.report('gap', 'The carrier skipped audio; silence was put in its place');
    this.pushSilence(Math.min(MAX_FILL_MS, gapMs));
    this.coveredUntilMs = untilMs;
  }

  private fillStall(): void {
    this.report('stall', 'The carrier sent no audio while the caller was speaking; silence was put in its place');
    this.pushSilence(STALL_FILL_MS);
    if (this.coveredUntilMs !== null) this.coveredUntilMs += STALL_FILL_MS;
  }

  private pushSilence(durationMs: number): void {
    const bytes = Math.round(durationMs * MULAW_BYTES_PER_MS);
    this.push(Buffer.alloc(bytes, MULAW_SILENCE_BYTE).toString('base64'), durationMs);
  }

  private push(payload: string, durationMs: number): void {
    if (this.flow === 'through') {
      this.append(payload, durationMs);
    } else if (this.flow !== 'over') {
      this.hold(payload, durationMs);
    }
  }

  private hold(payload: string, durationMs: number): void {
    if (this.isModelGone) this.dropOldest(this.heldMs + durationMs - MAX_HELD_MS);
    else if (this.heldMs + durationMs > MAX_HELD_MS) {
      const detail = `More than ${String(MAX_HELD_MS / 1000)} s of audio waits for the model; the rest is dropped`;
      this.report('held', detail, 'queue-full');
      return;
    }
    this.held.push(payload);
    this.heldMs += durationMs;
  }

  /** Forgets held audio, the oldest first. Nobody can say how long a model stays away. */
  private dropOldest(forMs: number): void {
    let droppedMs = 0;
    let count = 0;
    for (const payload of this.held) {
      if (droppedMs >= forMs) break;
      droppedMs += base64ByteLength(payload) / MULAW_BYTES_PER_MS;
      count += 1;
    }
    this.held.splice(0, count);
    this.heldMs -= droppedMs;
  }

  private releaseSome(): void {
    let releasedMs = 0;
    // The model may fail over any frame, and the rest then waits for the next one.
    while (this.flow === 'releasing' && releasedMs < RELEASED_AT_ONCE_MS) {
      const payload = this.held.shift();
      if (payload === undefined) break;
      const durationMs = base64ByteLength(payload) / MULAW_BYTES_PER_MS;
      releasedMs += durationMs;
      this.heldMs -= durationMs;
      this.append(payload, durationMs);
    }
    if (this.flow !== 'releasing') return;
    if (this.held.length === 0) this.flow = 'through';
    else this.clock.after(RELEASE_EVERY_MS, () => this.releaseSome());
  }

  private append(payload: string, durationMs: number): void {
    this.appendedMs += durationMs;
    this.recent.add(payload);
    this.toModel(payload);
  }

  private report(key: string, detail: string, fault: 'gap-filled' | 'queue-full' = 'gap-filled'): void {
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.emit({ type: 'leg.degraded', leg: 'caller', fault, detail });
  }
}

/** Audio before the model noticed speech: its own padding, and the time it takes to be sure; 1.5 s. */
const LEAD_BYTES = 1500 * MULAW_BYTES_PER_MS;
const FIRST_BYTES = 4000 * MULAW_BYTES_PER_MS;
/** Longest utterance that can be heard again. */
const MAX_RECENT_BYTES = MAX_HELD_MS * MULAW_BYTES_PER_MS;
const PIECE_BYTES = 200 * MULAW_BYTES_PER_MS;

/**
 * Copy of the newest audio that the model was given, for a model that takes over. One buffer, written in a circle: a frame leaves
 * nothing for the collector. It grows with an utterance, up to 30 s.
 */
class RecentAudio {
  private ring = Buffer.alloc(0);
  /** Bytes written so far, those that were overwritten included. */
  private end = 0;
  /** Position from which nothing is given up; null: only the newest audio is kept. */
  private keptFrom: number | null = null;
  /** Position up to which turns ended, and the one before which nothing is heard again. */
  private turnEnd = 0;
  private from = 0;
  /** True from the first sound of an utterance until its words are known. */
  hasUtterance = false;

  add(payload: string): void {
    const bytes = base64ByteLength(payload);
    const kept = this.end - (this.keptFrom ?? this.end);
    if (this.ring.length < FIRST_BYTES || kept + bytes > this.ring.length) this.grow(kept + bytes);
    const { length } = this.ring;
    const at = this.end % length;
    if (bytes <= length - at) this.ring.write(payload, at, 'base64');
    else {
      const whole = Buffer.from(payload, 'base64').subarray(-length);
      const place = (this.end + bytes - whole.length) % length;
      const first = whole.subarray(0, length - place);
      this.ring.set(first, place);
      this.ring.set(whole.subarray(first.length), 0);
    }
    this.end += bytes;
  }

  /** Speech was noticed: from a little before now on, nothing is given up. */
  keep(): void {
    this.keptFrom ??= Math.max(this.from, this.end - LEAD_BYTES);
    this.hasUtterance = true;
  }

  turnEnded(): void {
    this.turnEnd = this.end;
  }

  /** The turns that ended are not needed any more. */
  forget(): void {
    this.keptFrom = null;
    this.hasUtterance = false;
    this.from = this.turnEnd;
  }

  /** Takes what a model that takes over has to hear, in pieces of 200 ms at most. */
  take(): { readonly payloads: readonly string[]; readonly durationMs: number } {
    const { length } = this.ring;
    const from = Math.max(this.from, this.end - length, this.keptFrom ?? this.end - LEAD_BYTES);
    const payloads: string[] = [];
    for (let at = from; at < this.end; at += PIECE_BYTES) {
      const piece = Buffer.alloc(Math.min(PIECE_BYTES, this.end - at));
      for (let i = 0; i < piece.length; i += 1) piece[i] = this.ring[(at + i) % length] ?? MULAW_SILENCE_BYTE;
      payloads.push(piece.toString('base64'));
    }
    const durationMs = (this.end - from) / MULAW_BYTES_PER_MS;
    // The next model may be lost as well before it has understood what it is given.
    this.end = 0;
    this.turnEnd = 0;
    this.from = 0;
    this.keptFrom = 0;
    return { payloads, durationMs };
  }

  /** Makes room for `bytes`, doubling, and keeps what is there in its order. */
  private grow(bytes: number): void {
    const now = this.ring.length;
    let length = Math.max(FIRST_BYTES, now);
    while (length < bytes && length < MAX_RECENT_BYTES) length = Math.min(MAX_RECENT_BYTES, length * 2);
    if (length === now) return;
    const wider = Buffer.alloc(length);
    for (let at = Math.max(0, this.end - now); at < this.end; at += 1) wider[at % length] = this.ring[at % now] ?? 0;
    this.ring = wider;
  }
}
