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

  /** Takes a pong; ignores one that answers no open ping. */
  finish(payload: string, nowMs: number): void {
    if (this.open?.payload !== payload) return;
    this.lastMs.push(nowMs - this.open.sentAtMs);
    if (this.lastMs.length > KEPT_MEASUREMENTS) this.lastMs.shift();
    this.open = undefined;
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
