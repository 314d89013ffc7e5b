/** Limits of ngrok's free plan: bytes and requests a month, and programs connected at once. */
export const NGROK_FREE = { monthlyBytes: 1_000_000_000, monthlyRequests: 20_000, programs: 3 } as const;

/**
 * Estimated traffic of a call: 69 MB an hour from the caller, and 40 MB from an agent that talks all the time. It talks about
 * half of it.
 */
const BYTES_PER_CALL_MS = 89_000_000 / 3_600_000;
/** Share of the plan from which on it may be used up before the month is over. */
const NEARLY = 0.8;
/** Domains that come with a free account. */
const FREE_HOST = /\.ngrok-free\.(?:app|dev)$/;

/** Call time that went through ngrok in a month, as far as this machine knows. */
export interface NgrokUse {
  /** `2026-11`, in UTC. */
  readonly month: string;
  readonly callMs: number;
}

/** Estimated use of the free plan's data. `share`: 1 is all of it. */
export interface FreeShare {
  readonly bytes: number;
  readonly share: number;
  readonly state: 'plenty' | 'nearly' | 'used-up';
}

/** True if an address is on one of ngrok's free domains. */
export function isFreeNgrok(publicUrl: string | undefined): boolean {
  try {
    return publicUrl !== undefined && FREE_HOST.test(new URL(publicUrl).hostname);
  } catch {
    return false;
  }
}

/** Month of a moment, such as `2026-11`, in UTC. `at`: epoch ms, no further than a Date can hold. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

/** Computes the use of the free plan in the month of `now`, epoch ms. A month that is over no longer counts. */
export function freeShare(use: NgrokUse | null, now: number): FreeShare {
  const callMs = use !== null && use.month === monthOf(now) ? use.callMs : 0;
  const bytes = Math.round(callMs * BYTES_PER_CALL_MS);
  const share = bytes / NGROK_FREE.monthlyBytes;
  return { bytes, share, state: share >= 1 ? 'used-up' : share >= NEARLY ? 'nearly' : 'plenty' };
}
