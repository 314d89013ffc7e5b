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
    if (this.flow !== 'holding') return;
    this.flow = 'releasing';
    this.releaseSome();
  }

  /** Watches the stream while the model hears speech, so that a stall cannot keep the turn open. */
  speechStarted(): void {
    this.stopStallCheck();
    this.stopStallCheck = this.clock.after(STALL_AFTER_MS, () => {
      if (this.clock.nowMs() - this.lastMediaAtMs >= STALL_AFTER_MS) this.fillStall();
      this.speechStarted();
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
    if (this.heldMs + durationMs > MAX_HELD_MS) {
      const detail = `More than ${String(MAX_HELD_MS / 1000)} s of audio waits for the model; the rest is dropped`;
      this.report('held', detail, 'queue-full');
      return;
    }
    this.held.push(payload);
    this.heldMs += durationMs;
  }

  private releaseSome(): void {
    let releasedMs = 0;
    let count = 0;
    for (const payload of this.held) {
      if (releasedMs >= RELEASED_AT_ONCE_MS) break;
      const durationMs = base64ByteLength(payload) / MULAW_BYTES_PER_MS;
      releasedMs += durationMs;
      count += 1;
      this.append(payload, durationMs);
    }
    this.held.splice(0, count);
    this.heldMs -= releasedMs;
    if (this.flow !== 'releasing') return;
    if (this.held.length === 0) this.flow = 'through';
    else this.clock.after(RELEASE_EVERY_MS, () => this.releaseSome());
  }

  private append(payload: string, durationMs: number): void {
    this.appendedMs += durationMs;
    this.toModel(payload);
  }

  private report(key: string, detail: string, fault: 'gap-filled' | 'queue-full' = 'gap-filled'): void {
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.emit({ type: 'leg.degraded', leg: 'caller', fault, detail });
  }
}
