import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/ports';

/** Time for a stream to arrive after the webhook was answered. */
export const TOKEN_LIFETIME_MS = 60_000;
const MAX_OUTSTANDING_TOKENS = 1024;

/** Call whose stream a token admits. */
export interface StreamGrant {
  readonly callId: string;
  readonly callSid: string;
  readonly accountSid: string;
}

interface Outstanding {
  readonly grant: StreamGrant;
  readonly hash: string;
  readonly generation: number;
  readonly expiresAtMs: number;
}

/**
 * Single-use tokens of 256 bits, each of which admits one media stream. A token is derived from a key that lives as
 * long as the process. So a webhook that Twilio repeats gets the same answer, though only hashes are stored. Tokens are
 * looked up by hash: the time that takes tells nothing about the token.
 */
export class StreamTokens {
  private readonly byHash = new Map<string, Outstanding>();
  private readonly byCallSid = new Map<string, Outstanding>();
  private generation = 0;

  constructor(
    private readonly clock: Clock,
    private readonly key: Buffer = randomBytes(32),
  ) {}

  /** Returns the token of this call: the same one until it is used, revoked or 60 s old. */
  mint(grant: StreamGrant): string {
    this.forgetExpired();
    const existing = this.byCallSid.get(grant.callSid);
    if (existing?.grant.callId === grant.callId) return this.derive(grant.callSid, existing.generation);
    if (existing) this.forget(existing);
    for (const oldest of this.byHash.values()) {
      if (this.byHash.size < MAX_OUTSTANDING_TOKENS) break;
      this.forget(oldest);
    }
    const generation = ++this.generation;
    const token = this.derive(grant.callSid, generation);
    const expiresAtMs = this.clock.nowMs() + TOKEN_LIFETIME_MS;
    const outstanding = { grant, hash: hashOf(token), generation, expiresAtMs };
    this.byHash.set(outstanding.hash, outstanding);
    this.byCallSid.set(grant.callSid, outstanding);
    return token;
  }

  /** Returns a token's grant without using it. */
  find(token: string): StreamGrant | undefined {
    const outstanding = this.byHash.get(hashOf(token));
    return outstanding && this.clock.nowMs() < outstanding.expiresAtMs ? outstanding.grant : undefined;
  }

  /** Uses a token and returns its grant; the second time it is unknown. */
  consume(token: string): StreamGrant | undefined {
    const outstanding = this.byHash.get(hashOf(token));
    if (!outstanding) return undefined;
    this.forget(outstanding);
    return this.clock.nowMs() < outstanding.expiresAtMs ? outstanding.grant : undefined;
  }

  /** Revokes the token of a call that is over. */
  revoke(callSid: string): void {
    const outstanding = this.byCallSid.get(callSid);
    if (outstanding) this.forget(outstanding);
  }

  private derive(callSid: string, generation: number): string {
    return createHmac('sha256', this.key).update(`${generation} ${callSid}`).digest('base64url');
  }

  /** Forgets expired tokens. All live equally long, so the oldest come first. */
  private forgetExpired(): void {
    const nowMs = this.clock.nowMs();
    for (const outstanding of this.byHash.values()) {
      if (outstanding.expiresAtMs > nowMs) return;
      this.forget(outstanding);
    }
  }

  private forget(outstanding: Outstanding): void {
    this.byHash.delete(outstanding.hash);
    this.byCallSid.delete(outstanding.grant.callSid);
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
