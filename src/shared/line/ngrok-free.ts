/** What ngrok's free plan carries in a month, and how many programs it lets in at once. */
export const NGROK_FREE = { monthlyBytes: 1_000_000_000, monthlyRequests: 20_000, programs: 3 } as const;

/** 69 MB an hour from the caller, 40 MB from an agent that talks all the time; it talks about half of it. */
const BYTES_PER_CALL_MS = 89_000_000 / 3_600_000;
/** From here on it may be used up before the month is over. */
const NEARLY = 0.8;
/** The domains that come with an account that pays nothing. */
const FREE_HOST = /\.ngrok-free\.(?:app|dev)$/;

/** What went through ngrok in a month, as far as this machine knows. */
export interface NgrokUse {
  /** `2026-11`, in UTC. */
  readonly month: string;
  readonly callMs: number;
}

/** How much of the free plan's data is used up; an estimate. `share`: 1 is all of it. */
export interface FreeShare {
  readonly bytes: number;
  readonly share: number;
  readonly state: 'plenty' | 'nearly' | 'used-up';
}

/** Whether an address is one of ngrok's free ones. */
export function isFreeNgrok(publicUrl: string | undefined): boolean {
  try {
    return publicUrl !== undefined && FREE_HOST.test(new URL(publicUrl).hostname);
  } catch {
    return false;
  }
}

/** The month of a moment; `at` in epoch ms, no further than a Date can hold. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

/** What of the free plan is left in the month of `now`, epoch ms. A month that is over counts no more. */
export function freeShare(use: NgrokUse | null, now: number): FreeShare {
  const callMs = use !== null && use.month === monthOf(now) ? use.callMs : 0;
  const bytes = Math.round(callMs * BYTES_PER_CALL_MS);
  const share = bytes / NGROK_FREE.monthlyBytes;
  return { bytes, share, state: share >= 1 ? 'used-up' : share >= NEARLY ? 'nearly' : 'plenty' };
}
