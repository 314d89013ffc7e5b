import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const SID_BYTES = 16;
const SALT_BYTES = 4;
/** Bytes of the proof: 96 bits, beside the carrier's own signature of the address. */
const PROOF_BYTES = 12;
/** Number of used tokens to remember; each names a stream that came back. */
const MAX_USED_TOKENS = 65_536;

/** Call to which a token leads its caller back, and what remembers that it was used. */
export interface Return {
  readonly callSid: string;
  readonly use: () => void;
}

/**
 * Tokens in the addresses of the streams on which a caller comes back, each for one stream. They name their call and are
 * proven by the account's Auth Token. So nothing of them is stored, and they hold when Switchboard was started anew.
 */
export class ReturnTokens {
  private readonly used = new Set<string>();

  /** Makes a token for this call, `CA` and 32 hexadecimal digits; the same one for the same `seed`. */
  mint(callSid: string, authToken: string, seed: string): string {
    const salt = createHash('sha256').update(seed).digest().subarray(0, SALT_BYTES);
    const named = Buffer.concat([Buffer.from(callSid.slice(2), 'hex'), salt]);
    return Buffer.concat([named, proofOf(named, authToken)]).toString('base64url');
  }

  /** Reads a token; undefined: it is not one of ours, or was used. */
  read(token: string, authToken: string): Return | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== SID_BYTES + SALT_BYTES + PROOF_BYTES) return undefined;
    const named = bytes.subarray(0, SID_BYTES + SALT_BYTES);
    if (!timingSafeEqual(bytes.subarray(SID_BYTES + SALT_BYTES), proofOf(named, authToken))) return undefined;
    const name = named.toString('hex');
    if (this.used.has(name)) return undefined;
    return { callSid: `CA${name.slice(0, 2 * SID_BYTES)}`, use: () => this.markUsed(name) };
  }

  private markUsed(name: string): void {
    this.used.add(name);
    const [oldest] = this.used;
    if (this.used.size > MAX_USED_TOKENS && oldest !== undefined) this.used.delete(oldest);
  }
}

function proofOf(named: Buffer, authToken: string): Buffer {
  const key = createHmac('sha256', authToken).update('switchboard: the caller comes back').digest();
  return createHmac('sha256', key).update(named).digest().subarray(0, PROOF_BYTES);
}
