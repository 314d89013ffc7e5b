import { randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/ports';

const NONCE_LIFETIME_MS = 60_000;
const MAX_NONCES = 8;

/** Secrets of the moment that prove, seen from outside, that a public address leads to this very process. */
export class Nonces {
  private readonly expiryMs = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** A new one, told on request for the next 60 s. */
  offer(): string {
    const nonce = randomBytes(16).toString('base64url');
    this.expiryMs.set(nonce, this.clock.nowMs() + NONCE_LIFETIME_MS);
    for (const oldest of this.expiryMs.keys()) {
      if (this.expiryMs.size <= MAX_NONCES) break;
      this.expiryMs.delete(oldest);
    }
    return nonce;
  }

  /** All that are offered now, the oldest first. */
  offered(): readonly string[] {
    const nowMs = this.clock.nowMs();
    for (const [nonce, expiresAtMs] of this.expiryMs) if (expiresAtMs <= nowMs) this.expiryMs.delete(nonce);
    return [...this.expiryMs.keys()];
  }
}
