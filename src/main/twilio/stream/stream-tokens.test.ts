import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../simulator/clock';
import type { Clock } from '../../ports/ports';
import { StreamTokens } from './stream-tokens';

function setUp() {
  const time = new ManualClock();
  const clock: Clock = { wallMs: () => 0, nowMs: () => time.nowMs(), after: (ms, run) => time.after(ms, run) };
  return { time, tokens: new StreamTokens(clock) };
}

const grant = (n: number) => ({ callId: `call-${n}`, callSid: `CA${n}`, accountSid: 'AC1' });

describe('StreamTokens', () => {
  it('lets one stream in, once', () => {
    const { tokens } = setUp();
    const token = tokens.mint(grant(1));
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(tokens.find(token)).toEqual(grant(1));
    expect(tokens.consume(token)).toEqual(grant(1));
    expect(tokens.consume(token)).toBeUndefined();
    expect(tokens.find(token)).toBeUndefined();
  });

  it('gives a repeated webhook the same token, and a new one after use', () => {
    const { tokens } = setUp();
    const first = tokens.mint(grant(1));
    for (let again = 0; again < 100; again++) expect(tokens.mint(grant(1))).toBe(first);
    tokens.consume(first);
    const second = tokens.mint(grant(1));
    expect(second).not.toBe(first);
    expect(tokens.consume(first)).toBeUndefined();
    expect(tokens.consume(second)).toEqual(grant(1));
  });

  it('is over after 60 s, which repeating the webhook does not put off', () => {
    const { time, tokens } = setUp();
    const token = tokens.mint(grant(1));
    time.advance(59_999);
    expect(tokens.mint(grant(1))).toBe(token);
    expect(tokens.find(token)).toEqual(grant(1));
    time.advance(1);
    expect(tokens.find(token)).toBeUndefined();
    expect(tokens.consume(token)).toBeUndefined();
  });

  it('knows no other’s, no guessed and no revoked token', () => {
    const { tokens } = setUp();
    const token = tokens.mint(grant(1));
    expect(tokens.find(setUp().tokens.mint(grant(1)))).toBeUndefined();
    expect(tokens.find('A'.repeat(43))).toBeUndefined();
    expect(tokens.find('')).toBeUndefined();
    tokens.revoke('CA1');
    tokens.revoke('CA1');
    expect(tokens.consume(token)).toBeUndefined();
  });

  it('stays bounded, and the newest are kept', () => {
    const { tokens } = setUp();
    const minted = Array.from({ length: 3000 }, (_, n) => tokens.mint(grant(n)));
    const known = minted.filter((token) => tokens.find(token));
    expect(known).toEqual(minted.slice(-1024));
  });
});
