const MAX_REMEMBERED_CALLS = 2000;

/** Calls that rang, by the carrier's ids, newest last, so that a replayed webhook begins nothing. */
export class KnownCalls {
  private readonly callIds = new Map<string, string>();

  callIdOf(carrierCallId: string): string | undefined {
    return this.callIds.get(carrierCallId);
  }

  has(callId: string): boolean {
    for (const known of this.callIds.values()) if (known === callId) return true;
    return false;
  }

  /** `isOn`: what must not be forgotten. */
  remember(carrierCallId: string, callId: string, isOn: (callId: string) => boolean): void {
    this.callIds.set(carrierCallId, callId);
    if (this.callIds.size <= MAX_REMEMBERED_CALLS) return;
    for (const [oldCarrierCallId, oldCallId] of this.callIds) {
      if (isOn(oldCallId) || oldCallId === callId) continue;
      this.callIds.delete(oldCarrierCallId);
      return;
    }
  }
}
