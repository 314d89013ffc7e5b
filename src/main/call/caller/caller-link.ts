import type { CallerLeg, CallerLegListener } from '../../ports/ports';

/**
 * Link to the caller's phone over all streams of a call. Drops everything sent before the first stream and between two
 * of them. Ignores a stream that was replaced.
 */
export class CallerLink implements CallerLeg {
  private leg: CallerLeg | null = null;
  private isUp = false;

  get isOpen(): boolean {
    return this.isUp;
  }

  /** Switches to this stream, and closes the one there was. Returns the listener for its events. */
  attach(leg: CallerLeg, listener: CallerLegListener): CallerLegListener {
    if (this.isUp) this.leg?.close();
    this.leg = leg;
    this.isUp = true;
    return new StreamEnd(this, leg, listener);
  }

  /** True for the stream in use. */
  isOn(leg: CallerLeg): boolean {
    return this.isUp && this.leg === leg;
  }

  /** Marks the stream as gone; a write to it that has begun is still finished. */
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

/** Listener on one stream; passes its events on only while that stream is in use. */
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
