import type { CallerLeg, Clock } from '../ports/ports';

const FRAME_BYTES = 160;
const FRAME_MS = 20;
const BYTES_PER_MS = 8;
const SILENCE_BYTE = 0xff;

/** Command as it left for the phone; `atMs` is when it was sent. */
export type PhoneCommand =
  | { readonly type: 'audio'; readonly atMs: number; readonly payload: string; readonly fromByte: number }
  | { readonly type: 'mark'; readonly atMs: number; readonly name: string }
  | { readonly type: 'clear'; readonly atMs: number }
  | { readonly type: 'close'; readonly atMs: number };

/**
 * Caller's phone and the way to it. Commands arrive in order after a delay, and audio plays in real time in frames of
 * 20 ms. A mark comes back when all audio before it has sounded; a clear brings back every mark that waits. Written
 * from the carrier's documentation, not from the ledger it judges. Bytes are counted over everything ever sent.
 */
export class Phone implements CallerLeg {
  readonly commands: PhoneCommand[] = [];
  /** Stretches of bytes that sounded, with their times; ms. */
  readonly heard: { from: number; to: number; atMs: number }[] = [];
  onMark: (name: string) => void = () => undefined;
  onCommand: (command: PhoneCommand) => void = () => undefined;
  private sentBytes = 0;
  private queue: { from: number; to: number }[] = [];
  private marks: { readonly name: string; readonly byte: number }[] = [];
  private arrivedBytes = 0;
  private playedBytes = 0;
  private isTicking = false;

  constructor(
    private readonly clock: Clock,
    readonly oneWayMs: number,
    /** Phase of its frames: 0 to 19 ms into each 20 ms. */
    private readonly phaseMs = 0,
  ) {}

  roundTripMs(): number {
    return 2 * this.oneWayMs;
  }

  sendAudio(payload: string, mark?: string): void {
    const bytes = Buffer.from(payload, 'base64').length;
    const from = this.sentBytes;
    this.sentBytes += bytes;
    this.note({ type: 'audio', atMs: this.clock.nowMs(), payload, fromByte: from });
    this.deliver(() => {
      this.queue.push({ from, to: from + bytes });
      this.arrivedBytes = from + bytes;
      this.startTicking();
    });
    if (mark !== undefined) this.sendMark(mark);
  }

  sendMark(name: string): void {
    this.note({ type: 'mark', atMs: this.clock.nowMs(), name });
    this.deliver(() => {
      this.marks.push({ name, byte: this.arrivedBytes });
      if (this.isTicking) return;
      this.echoPlayed();
    });
  }

  clear(): void {
    this.note({ type: 'clear', atMs: this.clock.nowMs() });
    this.deliver(() => {
      this.queue = [];
      this.playedBytes = this.arrivedBytes;
      this.echoPlayed();
    });
  }

  close(): void {
    this.note({ type: 'close', atMs: this.clock.nowMs() });
  }

  /** Length of the sound heard of the bytes `from` to `to`; ms. */
  heardMs(from: number, to: number): number {
    let bytes = 0;
    for (const stretch of this.heard) bytes += Math.max(0, Math.min(stretch.to, to) - Math.max(stretch.from, from));
    return bytes / BYTES_PER_MS;
  }

  /** Sound that came out of it from `fromMs` to `toMs`, silence included. */
  sound(fromMs: number, toMs: number): Buffer {
    const sent = Buffer.concat(
      this.commands.flatMap((command) => (command.type === 'audio' ? [Buffer.from(command.payload, 'base64')] : [])),
    );
    const sound = Buffer.alloc((toMs - fromMs) * BYTES_PER_MS, SILENCE_BYTE);
    for (const { from, to, atMs } of this.heard) {
      const at = Math.round((atMs - fromMs) * BYTES_PER_MS);
      const skipped = Math.max(0, -at);
      if (at < sound.length && skipped < to - from) sent.copy(sound, Math.max(0, at), from + skipped, to);
    }
    return sound;
  }

  /** Position up to which it has played or cleared the audio it was sent; bytes. */
  get positionByte(): number {
    return this.playedBytes;
  }

  get allSentBytes(): number {
    return this.sentBytes;
  }

  private note(command: PhoneCommand): void {
    this.commands.push(command);
    this.onCommand(command);
  }

  private deliver(run: () => void): void {
    if (this.oneWayMs === 0) run();
    else this.clock.after(this.oneWayMs, run);
  }

  private startTicking(): void {
    if (this.isTicking) return;
    this.isTicking = true;
    const intoFrame = (this.clock.nowMs() + FRAME_MS - this.phaseMs) % FRAME_MS;
    this.clock.after((FRAME_MS - intoFrame) % FRAME_MS, () => this.tick());
  }

  private tick(): void {
    this.echoPlayed();
    let room = FRAME_BYTES;
    while (room > 0) {
      const next = this.queue[0];
      if (next === undefined) break;
      const taken = Math.min(room, next.to - next.from);
      const atMs = this.clock.nowMs() + (FRAME_BYTES - room) / BYTES_PER_MS;
      this.heard.push({ from: next.from, to: next.from + taken, atMs });
      next.from += taken;
      this.playedBytes = next.from;
      room -= taken;
      if (next.from === next.to) this.queue.shift();
    }
    this.isTicking = room < FRAME_BYTES || this.marks.length > 0;
    if (this.isTicking) this.clock.after(FRAME_MS, () => this.tick());
  }

  private echoPlayed(): void {
    while (this.marks[0] !== undefined && this.marks[0].byte <= this.playedBytes) {
      const name = this.marks[0].name;
      this.marks.shift();
      this.deliver(() => this.onMark(name));
    }
  }
}
