import type { Dispose } from '../../ports/ports';
import type { PracticePhone } from '../../ports/ports-practice';

/** A headset as the phone of a practice call: put down before it is connected, it hangs up as soon as it is. */
export class HeadsetPhone {
  private line: PracticePhone | null = null;
  private isPutDown = false;

  connect(line: PracticePhone): void {
    this.line = line;
    if (this.isPutDown) line.hangUp();
  }

  speak(frame: Uint8Array): void {
    this.line?.speak(frame);
  }

  /** Undefined: it is the phone of another call, or of none yet. */
  listen(callId: string, hear: (own: Uint8Array, other: Uint8Array) => void): Dispose | undefined {
    return this.line?.callId === callId ? this.line.listen(hear) : undefined;
  }

  putDown(): void {
    this.isPutDown = true;
    this.line?.hangUp();
  }
}
