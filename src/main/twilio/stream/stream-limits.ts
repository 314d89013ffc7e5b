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
