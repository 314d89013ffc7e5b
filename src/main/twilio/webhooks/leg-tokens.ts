import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/ports';
import type { Announcement } from '../../ports/ports-transfer';

/** Longer than the longest call and the ringing before it; what a token may do ends with the call it is for. */
export const LEG_TOKEN_LIFETIME_MS = 4 * 3_600_000;
const MAX_OUTSTANDING_TOKENS = 4096;

/** What a token of a leg lets the carrier ask for or tell. `callSid`: the caller's call, whose legs these are. */
export type LegGrant =
  /** The document of a call out, once it was answered. */
  | { readonly purpose: 'answer'; readonly callId: string }
  /** How a call out fares, as often as there is something to tell. */
  | { readonly purpose: 'callee-status'; readonly callId: string }
  /** How the person a caller is put through to fares. */
  | { readonly purpose: 'person-status'; readonly callId: string; readonly transferId: string }
  /** What that person hears first. */
  | {
      readonly purpose: 'announce';
      readonly callId: string;
      readonly transferId: string;
      readonly announcement: Announcement;
    }
  /** What that person decided. */
  | { readonly purpose: 'decide'; readonly callId: string; readonly transferId: string }
  /** What became of putting the caller through. */
  | { readonly purpose: 'after'; readonly callId: string; readonly transferId: string; readonly callSid: string };

interface Outstanding {
  readonly grant: LegGrant;
  readonly expiresAtMs: number;
}

/**
 * Tokens of 256 bits in the addresses that the carrier is given for one call's legs. Only hashes are kept, and they are
 * looked up by hash: how long that takes tells nothing about the token.
 */
export class LegTokens {
  private readonly byHash = new Map<string, Outstanding>();

  constructor(private readonly clock: Clock) {}

  mint(grant: LegGrant): string {
    this.forgetOldest();
    const token = randomBytes(32).toString('base64url');
    this.byHash.set(hashOf(token), { grant, expiresAtMs: this.clock.nowMs() + LEG_TOKEN_LIFETIME_MS });
    return token;
  }

  /** What this token grants, without using it. */
  find(token: string): LegGrant | undefined {
    const outstanding = this.byHash.get(hashOf(token));
    return outstanding && this.clock.nowMs() < outstanding.expiresAtMs ? outstanding.grant : undefined;
  }

  /** The second time it is unknown. */
  use(token: string): void {
    this.byHash.delete(hashOf(token));
  }

  /** All live equally long, so the oldest stand first. */
  private forgetOldest(): void {
    const nowMs = this.clock.nowMs();
    for (const [hash, { expiresAtMs }] of this.byHash) {
      if (expiresAtMs > nowMs && this.byHash.size < MAX_OUTSTANDING_TOKENS) return;
      this.byHash.delete(hash);
    }
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
