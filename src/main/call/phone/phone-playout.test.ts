import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { speech } from '../model.fixture';
import { Phone } from '../phone.fixture';
import { PhonePlayout } from './phone-playout';

function connected(oneWayMs: number, phaseMs = 0) {
  const clock = new ManualClock();
  const phone = new Phone(clock, oneWayMs, phaseMs);
  const playout = new PhonePlayout(phone, clock);
  phone.onMark = (name) => playout.onMark(name);
  return { clock, phone, playout };
}

const act = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), ms: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ kind: fc.constant('mark' as const), ms: fc.constant(0) }),
  fc.record({ kind: fc.constant('clear' as const), ms: fc.constant(0) }),
  fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 700 }) }),
);

describe('PhonePlayout', () => {
  it('knows within a frame how much has sounded, or two too little, whatever is sent, marked and cleared', () => {
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 60, size: 'max' }),
        fc.constantFrom(0, 20, 75),
        fc.integer({ min: 0, max: 19 }),
        (acts, oneWayMs, phaseMs) => {
          const { clock, phone, playout } = connected(oneWayMs, phaseMs);
          acts.forEach(({ kind, ms }) => {
            if (kind === 'send') playout.play(speech(ms));
            else if (kind === 'mark') playout.mark();
            else if (kind === 'clear') playout.clear();
            else clock.advance(ms);
          });
          const foretold = playout.positionAt(clock.nowMs());
          clock.advance(oneWayMs);
          const soundedMs = phone.heardMs(0, phone.allSentBytes);
          // A clear finds the phone a frame off at most, and says so to the next.
          const clears = acts.filter(({ kind }) => kind === 'clear').length;
          const aheadMs = foretold / 8 - soundedMs;
          expect(aheadMs).toBeLessThanOrEqual(21 * (clears + 1));
          // A mark within a frame comes back at its end, when all of that frame has sounded and the next one begins.
          expect(aheadMs).toBeGreaterThanOrEqual(-41 * (clears + 1));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('3c.30 knows only the marks it waits for: none of before a clear, none twice, none of nobody', () => {
    const { clock, phone, playout } = connected(0);
    const names: string[] = [];
    phone.onCommand = (command) => {
      if (command.type === 'mark') names.push(command.name);
    };
    phone.onMark = () => undefined;
    playout.play(speech(1000));
    playout.clear();
    playout.play(speech(1000));
    expect(names).toHaveLength(10);
    expect(new Set(names).size).toBe(10);
    for (const name of names.slice(0, 5)) expect(playout.onMark(name)).toBe(false);
    clock.advance(200);
    const [first = ''] = names.slice(5);
    expect([playout.onMark(first), playout.onMark(first), playout.onMark('9:99')]).toEqual([true, false, false]);
    expect(playout.acknowledgedByte).toBe(1599);
  });

  it('gives back what was sent, byte by byte, and silence where there is nothing', () => {
    const { playout } = connected(0);
    playout.play(speech(20, 0x11));
    playout.play(speech(20, 0x22));
    const into = new Uint8Array(240);
    playout.sent.read(80, into);
    expect(Buffer.from(into)).toEqual(Buffer.concat([Buffer.alloc(80, 0x11), Buffer.alloc(160, 0x22)]));
    playout.sent.read(240, into);
    expect(Buffer.from(into)).toEqual(Buffer.concat([Buffer.alloc(80, 0x22), Buffer.alloc(160, 0xff)]));
  });

  it('forgets what a clear takes away: what is sent next stands there', () => {
    const { clock, playout } = connected(0);
    playout.play(speech(1000, 0x11));
    clock.advance(100);
    playout.clear();
    expect(playout.unheardMs()).toBe(0);
    playout.play(speech(20, 0x22));
    const into = new Uint8Array(320);
    playout.sent.read(100 * 8 - 160, into);
    expect(Buffer.from(into)).toEqual(Buffer.concat([Buffer.alloc(160, 0x11), Buffer.alloc(160, 0x22)]));
    expect(playout.isUnheard(playout.sent.endByte)).toBe(true);
    clock.advance(20);
    expect(playout.isUnheard(playout.sent.endByte)).toBe(false);
  });

  it('keeps little of what has sounded, and shows how loud the phone is', () => {
    const { clock, playout } = connected(0);
    expect(playout.level()).toBe(0);
    for (let n = 0; n < 100; n += 1) {
      playout.play(speech(20));
      clock.advance(20);
    }
    playout.play(speech(100));
    expect(playout.level()).toBeGreaterThan(0.3);
    const into = new Uint8Array(160);
    playout.sent.read(0, into);
    expect(into.every((byte) => byte === 0xff)).toBe(true);
  });
});
