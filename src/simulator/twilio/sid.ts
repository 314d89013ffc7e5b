import { randomBytes } from 'node:crypto';

/** Prefix of a SID, by the kind of resource. */
export type SidPrefix = 'AC' | 'CA' | 'MZ' | 'PA' | 'PN' | 'SK';

/** Generates a SID as Twilio does: two letters and 32 lowercase hex digits. */
export function newSid(prefix: SidPrefix): string {
  return prefix + randomBytes(16).toString('hex');
}
