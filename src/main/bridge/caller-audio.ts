import { base64ByteLength } from '../../shared/audio/base64';
import { loudness, MULAW_BYTES_PER_MS, MULAW_SILENCE_BYTE, mulawRms } from '../../shared/audio/mulaw';
import type { CallEvent } from '../../shared/call/events';
import type { Clock, Dispose } from '../ports';

/** Held while the model connects; the connect deadline is shorter than this. */
const MAX_HELD_MS = 30_000;
/** A jump of the carrier's clock below this is jitter. */
const GAP_FROM_MS = 15;
const MAX_FILL_MS = 10_000;
/** While the caller is thought to speak, no media for so long means the carrier stalled: silence lets the turn end. */
const STALL_AFTER_MS = 750;
const STALL_FILL_MS = 1000;

/**
 * The caller's way to the model: holds audio back until the model may have it, fills the gaps of the carrier's clock
 * with silence, and keeps a stalled stream from holding a turn open for ever.
 */
export class CallerAudio {
  private held: string[] = [];
  private heldMs = 0;
  private isHolding = true;
  private expectedMs: number | null = null;
  private appendedMs = 0;
  private lastMediaAtMs: number;
  private lastPayload = '';
  private stopStallCheck: Dispose | null = null;
  private stallFilledMs = 0;
  private readonly reported = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly toModel: (payload: string) => void,
    private readonly emit: (event: CallEvent) => void,
  ) {
    this.lastMediaAtMs = clock.nowMs();
  }

  /** Ms of audio the caller has sent, held back or not: where the model's own clock of the caller will be. */
  get receivedMs(): number {
    return this.appendedMs + this.heldMs;
  }

  /** One media frame. `timestampMs`: its place on the carrier's stream clock. */
  onFrame(payload: string, timestampMs: number): void {
    const durationMs = base64ByteLength(payload) / MULAW_BYTES_PER_MS;
    if (this.expectedMs !== null) this.fillGap(timestampMs - this.expectedMs);
    this.expectedMs = timestampMs + durationMs;
    this.lastMediaAtMs = this.clock.nowMs();
    this.lastPayload = payload;
    this.push(payload, durationMs);
  }

  /** Gives the model everything that was held, in order, and from now on each frame as it comes. */
  release(): void {
    if (!this.isHolding) return;
    this.isHolding = false;
    const held = this.held;
    this.held = [];
    this.heldMs = 0;
    for (const payload of held) this.append(payload, base64ByteLength(payload) / MULAW_BYTES_PER_MS);
  }

  /** The model hears speech: watch that the stream does not stall before the turn ends. */
  speechStarted(): void {
    this.stopStallCheck?.();
    this.stopStallCheck = this.clock.after(STALL_AFTER_MS, () => {
      this.stopStallCheck = null;
      const silentMs = this.clock.nowMs() - this.lastMediaAtMs;
      if (silentMs >= STALL_AFTER_MS) {
        this.stallFilledMs += STALL_FILL_MS;
        this.appendSilence(STALL_FILL_MS);
        this.report('stalled', 'The carrier sent no audio while the caller was speaking; silence was put in its place');
      }
      this.speechStarted();
    });
  }

  speechStopped(): void {
    this.stopStallCheck?.();
    this.stopStallCheck = null;
  }

  /** How loud the caller is now, 0 to 1. */
  level(): number {
    if (this.lastPayload === '' || this.clock.nowMs() - this.lastMediaAtMs > 200) return 0;
    return loudness(mulawRms(Buffer.from(this.lastPayload, 'base64')));
  }

  dispose(): void {
    this.speechStopped();
    this.held = [];
    this.isHolding = false;
  }

  private fillGap(gapMs: number): void {
    if (gapMs < GAP_FROM_MS) return;
    const missingMs = Math.min(MAX_FILL_MS, gapMs - this.stallFilledMs);
    this.stallFilledMs = 0;
    if (missingMs < GAP_FROM_MS) return;
    this.report('gap', 'The carrier skipped audio; silence was put in its place');
    this.appendSilence(missingMs);
  }

  private appendSilence(durationMs: number): void {
    const bytes = Math.round(durationMs * MULAW_BYTES_PER_MS);
    this.push(Buffer.alloc(bytes, MULAW_SILENCE_BYTE).toString('base64'), durationMs);
  }

  private push(payload: string, durationMs: number): void {
    if (!this.isHolding) {
      this.append(payload, durationMs);
      return;
    }
    if (this.heldMs + durationMs > MAX_HELD_MS) {
      this.report(
        'held',
        `More than ${String(MAX_HELD_MS / 1000)} s of audio waits for the model; the rest is dropped`,
        'queue-full',
      );
      return;
    }
    this.held.push(payload);
    this.heldMs += durationMs;
  }

  private append(payload: string, durationMs: number): void {
    this.appendedMs += durationMs;
    this.toModel(payload);
  }

  private report(key: string, detail: string, fault: 'gap-filled' | 'queue-full' = 'gap-filled'): void {
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.emit({ type: 'leg.faltered', leg: 'caller', fault, detail });
  }
}
