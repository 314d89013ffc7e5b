import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const COUNTER_DIGITS = 8;

/** Generates the ids of one session: unique within it and, by 13 random characters, elsewhere. */
export class Identifiers {
  readonly #session = Array.from(randomBytes(13), (byte) => DIGITS[byte % DIGITS.length]).join('');
  #counter = 0;

  /** `<prefix>_` and 21 characters. */
  next(prefix: 'event' | 'item' | 'resp' | 'conv' | 'sess' | 'mcp' | 'mcpr' | 'mcpl'): string {
    return `${prefix}_${this.#session}${this.#count()}`;
  }

  /** `call_` and 16 characters. */
  nextCall(): string {
    return `call_${this.#session.slice(0, 16 - COUNTER_DIGITS)}${this.#count()}`;
  }

  #count(): string {
    let digits = '';
    for (let rest = (this.#counter += 1); rest > 0; rest = Math.floor(rest / DIGITS.length)) {
      digits = (DIGITS[rest % DIGITS.length] ?? '0') + digits;
    }
    return digits.padStart(COUNTER_DIGITS, '0');
  }
}
