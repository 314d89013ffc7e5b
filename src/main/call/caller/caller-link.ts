import type { CallerLeg, CallerLegListener } from '../../ports/ports';

/**
 * The way to the caller's phone over all streams of a call. Between two of them, and before the first, what is sent goes
 * nowhere; a stream that was replaced is not listened to any more.
 */
export class CallerLink implements CallerLeg {
  private leg: CallerLeg | null = null;
  private isUp = false;

  get isOpen(): boolean {
    return this.isUp;
  }

  /** Answers who is to be told what comes from this stream. */
  attach(leg: CallerLeg, listener: CallerLegListener): CallerLegListener {
    this.leg = leg;
    this.isUp = true;
    return new StreamEnd(this, leg, listener);
  }

  /** True for the stream in use. */
  isOn(leg: CallerLeg): boolean {
    return this.isUp && this.leg === leg;
  }

  /** The stream is gone; a write to it that has begun is still finished. */
  wentDown(): void {
    this.isUp = false;
  }

  sendAudio(payload: string, mark?: string): void {
    this.leg?.sendAudio(payload, mark);
  }

  sendMark(name: string): void {
    this.leg?.sendMark(name);
  }

  clear(): void {
    this.leg?.clear();
  }

  roundTripMs(): number {
    return this.leg?.roundTripMs() ?? 0;
  }

  close(): void {
    this.leg?.close();
    this.isUp = false;
  }
}

/** What one stream tells, for as long as it is the one in use. */
class StreamEnd implements CallerLegListener {
  constructor(
    private readonly link: CallerLink,
    private readonly leg: CallerLeg,
    private readonly listener: CallerLegListener,
  ) {}

  onAudio(payload: string, timestampMs: number): void {
    if (this.link.isOn(this.leg)) this.listener.onAudio(payload, timestampMs);
  }

  onMark(name: string): void {
    if (this.link.isOn(this.leg)) this.listener.onMark(name);
  }

  onDigit(digit: string): void {
    if (this.link.isOn(this.leg)) this.listener.onDigit(digit);
  }

  onFault(fault: Parameters<CallerLegListener['onFault']>[0], detail: string): void {
    if (this.link.isOn(this.leg)) this.listener.onFault(fault, detail);
  }

  onClosed(how: 'stopped' | 'lost'): void {
    if (!this.link.isOn(this.leg)) return;
    this.link.wentDown();
    this.listener.onClosed(how);
  }
}
