const KEPT_MEASUREMENTS = 5;

/** Round-trip time to a peer, measured by pings: the smallest of the last five, since delay only ever adds. */
export class RoundTrip {
  private readonly lastMs: number[] = [];
  private count = 0;
  private open: { readonly payload: string; readonly sentAtMs: number } | undefined;

  /** Returns the payload of the ping that leaves now; an older unanswered one no longer counts. */
  begin(nowMs: number): string {
    this.open = { payload: String(++this.count), sentAtMs: nowMs };
    return this.open.payload;
  }

  /** Takes a pong. False: it answers no open ping, and tells nothing. */
  finish(payload: string, nowMs: number): boolean {
    if (this.open?.payload !== payload) return false;
    this.lastMs.push(nowMs - this.open.sentAtMs);
    if (this.lastMs.length > KEPT_MEASUREMENTS) this.lastMs.shift();
    this.open = undefined;
    return true;
  }

  /** True after five measurements. The first ping leaves with everything that opens a call, so it comes back late. */
  get isSettled(): boolean {
    return this.lastMs.length === KEPT_MEASUREMENTS;
  }

  /** Smallest round trip in ms; 0 until the first answer. */
  smallestMs(): number {
    return this.lastMs.length === 0 ? 0 : Math.min(...this.lastMs);
  }
}

/** Counts a stream's lost and doubled messages by the carrier's numbers. It judges nothing: the call must go on. */
export class Sequence {
  missing = 0;
  late = 0;
  doubled = 0;
  private lastSequence = 0;
  private lastChunk = 0;

  /** Takes the number of any message. */
  note(sequence: number): void {
    if (sequence > this.lastSequence) {
      this.missing += sequence - this.lastSequence - 1;
      this.lastSequence = sequence;
    } else {
      this.late++;
    }
  }

  /** Takes a media message; true: it repeats the previous one. */
  isDoubled(sequence: number, chunk: number): boolean {
    const isSame = sequence === this.lastSequence && chunk === this.lastChunk;
    if (isSame) this.doubled++;
    else this.note(sequence);
    this.lastChunk = chunk;
    return isSame;
  }
}

const MAX_MESSAGES_PER_SECOND = 120;
const MAX_FLOOD_MS = 3000;
const MAX_GROWTH_MS = 3000;

/** Rate of a peer's messages. Twilio sends 50 a second, so more than 120 for 3 s is not Twilio. */
export class MessageRate {
  private count = 0;
  private floodMs = 0;

  add(): void {
    this.count++;
  }

  /** Ends a window of `elapsedMs`; true: the flood has lasted too long. */
  isFlooded(elapsedMs: number): boolean {
    const perSecond = elapsedMs > 0 ? (this.count * 1000) / elapsedMs : 0;
    this.count = 0;
    this.floodMs = perSecond > MAX_MESSAGES_PER_SECOND ? this.floodMs + elapsedMs : 0;
    return this.floodMs >= MAX_FLOOD_MS;
  }
}

/** Watch on unsent bytes: a backlog that only grows for 3 s belongs to a reader that cannot keep up. */
export class BacklogGrowth {
  private lastBytes = 0;
  private growingMs = 0;

  /** Measures again after `elapsedMs`; true: the backlog has grown too long. */
  isStuck(bufferedBytes: number, elapsedMs: number): boolean {
    this.growingMs = bufferedBytes > this.lastBytes ? this.growingMs + elapsedMs : 0;
    this.lastBytes = bufferedBytes;
    return this.growingMs >= MAX_GROWTH_MS;
  }
}
