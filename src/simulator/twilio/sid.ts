import { randomBytes } from 'node:crypto';

/** What Twilio calls the things it numbers. */
export type SidPrefix = 'AC' | 'CA' | 'MZ' | 'PA' | 'PN' | 'SK';

/** A new identifier as Twilio makes them: two letters and 32 lowercase hex digits. */
export function newSid(prefix: SidPrefix): string {
  return prefix + randomBytes(16).toString('hex');
}
