import type { CallerLeg, Clock, Dispose, Log, Telephony } from '../ports/ports';

const HANG_UP_DEADLINE_MS = 3000;

/** The caller's phone of one call. */
export interface PhoneToHangUp {
  readonly callId: string;
  readonly carrierCallId: string;
  readonly leg: CallerLeg | null;
}

/**
 * Hang-ups in progress. Each ends the call at the carrier before the stream closes, so no caller hears the apology that
 * follows the stream.
 */
export class Hangups {
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly parts: { readonly clock: Clock; readonly telephony: Pick<Telephony, 'hangUp'>; readonly log: Log },
  ) {}

  hangUp(phone: PhoneToHangUp): void {
    const done = this.ask(phone).finally(() => this.underWay.delete(done));
    this.underWay.add(done);
  }

  /** Resolves once every hang-up is done or has timed out. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private async ask({ callId, carrierCallId, leg }: PhoneToHangUp): Promise<void> {
    const { clock, telephony, log } = this.parts;
    let stopDeadline: Dispose = () => undefined;
    const deadline = new Promise<void>((resolve) => {
      stopDeadline = clock.after(HANG_UP_DEADLINE_MS, resolve);
    });
    try {
      await Promise.race([telephony.hangUp(carrierCallId), deadline]);
    } catch {
      log.warn('call.hang-up-failed', { callId });
    }
    stopDeadline();
    leg?.close();
  }
}
