const KEPT_MEASUREMENTS = 5;

/** Measures the way to a peer and back from pings; the smallest of the last five, for delay only ever adds. */
export class RoundTrip {
  private readonly lastMs: number[] = [];
  private count = 0;
  private open: { readonly payload: string; readonly sentAtMs: number } | undefined;

  /** The payload of the ping that leaves now; an older unanswered one no longer counts. */
  begin(nowMs: number): string {
    this.open = { payload: String(++this.count), sentAtMs: nowMs };
    return this.open.payload;
  }

  /** A pong came; one that answers no open ping changes nothing. */
  finish(payload: string, nowMs: number): void {
    if (this.open?.payload !== payload) return;
    this.lastMs.push(nowMs - this.open.sentAtMs);
    if (this.lastMs.length > KEPT_MEASUREMENTS) this.lastMs.shift();
    this.open = undefined;
  }

  /** False while few were measured: the first ping leaves with all that a call begins with, and comes back late. */
  get isSettled(): boolean {
    return this.lastMs.length === KEPT_MEASUREMENTS;
  }

  /** Milliseconds; 0 until the first answer. */
  smallestMs(): number {
    return this.lastMs.length === 0 ? 0 : Math.min(...this.lastMs);
  }
}
