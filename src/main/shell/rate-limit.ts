/** Rate limit of at most `max` in any `windowMs`. */
export class RateLimit {
  private readonly passedAtMs: number[] = [];

  constructor(
    private readonly max: number,
    private readonly windowMs: number,
  ) {}

  /** True when one more may pass, which is then counted. `nowMs` never jumps back. */
  mayPass(nowMs: number): boolean {
    while (this.passedAtMs[0] !== undefined && nowMs - this.passedAtMs[0] >= this.windowMs) this.passedAtMs.shift();
    if (this.passedAtMs.length >= this.max) return false;
    this.passedAtMs.push(nowMs);
    return true;
  }
}
