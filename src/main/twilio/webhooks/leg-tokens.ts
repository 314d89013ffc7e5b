import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/ports';
import type { Announcement } from '../../ports/ports-transfer';

/** Life of a token, longer than the longest call and the ringing before it. What a token may do ends with its call. */
export const LEG_TOKEN_LIFETIME_MS = 4 * 3_600_000;
const MAX_OUTSTANDING_TOKENS = 4096;

/**
 * Grant of a leg's token: what the carrier may request or report with it. `callSid`: of the caller, whose legs these
 * are.
 */
export type LegGrant =
  /** Request for the document of an answered call out. */
  | { readonly purpose: 'answer'; readonly callId: string }
  /** Progress of a call out, reported any number of times. */
  | { readonly purpose: 'callee-status'; readonly callId: string }
  /** Progress of the call to the person to whom the caller is transferred. */
  | { readonly purpose: 'person-status'; readonly callId: string; readonly transferId: string }
  /** Request for that person's announcement. */
  | {
      readonly purpose: 'announce';
      readonly callId: string;
      readonly transferId: string;
      readonly announcement: Announcement;
    }
  /** Decision of that person. */
  | { readonly purpose: 'decide'; readonly callId: string; readonly transferId: string }
  /** Result of the transfer. */
  | { readonly purpose: 'after'; readonly callId: string; readonly transferId: string; readonly callSid: string };

interface Outstanding {
  readonly grant: LegGrant;
  readonly expiresAtMs: number;
}

/**
 * Tokens of 256 bits in the addresses that the carrier is given for one call's legs. Only hashes are stored, and tokens
 * are looked up by hash: the time that takes tells nothing about the token.
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

  /** Returns a token's grant without using it. */
  find(token: string): LegGrant | undefined {
    const outstanding = this.byHash.get(hashOf(token));
    return outstanding && this.clock.nowMs() < outstanding.expiresAtMs ? outstanding.grant : undefined;
  }

  /** Uses a token up; the second time it is unknown. */
  use(token: string): void {
    this.byHash.delete(hashOf(token));
  }

  /** Forgets expired tokens, and the oldest beyond the limit. All live equally long, so the oldest come first. */
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
