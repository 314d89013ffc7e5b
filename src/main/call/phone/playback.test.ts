import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { Phone } from '../phone.fixture';
import { PhonePlayout } from './phone-playout';
import { PlaybackLedger, type AudioKey, type PlaybackCut, type PlaybackProgress } from './playback';

const TOLERANCE_MS = 60;

interface Spoken extends AudioKey {
  /** Its start, in bytes of everything the phone was ever sent. */
  readonly from: number;
  to: number;
  isComplete: boolean;
}

/**
 * Ledger and play-out of a phone, beside the phone itself. Each interruption compares how much either says was heard.
 */
class Bench {
  readonly clock = new ManualClock();
  readonly phone: Phone;
  readonly playout: PhonePlayout;
  readonly ledger = new PlaybackLedger();
  readonly heardToTheEnd: string[] = [];
  private spoken: Spoken[] = [];
  /** Bytes by which the phone is ahead in its own count: it does not take back cleared audio. */
  private clearedBytes = 0;
  private items = 0;

  constructor(oneWayMs: number, phaseMs = 0) {
    this.phone = new Phone(this.clock, oneWayMs, phaseMs);
    this.playout = new PhonePlayout(this.phone, this.clock);
    this.phone.onMark = (name) => {
      if (this.playout.onMark(name)) this.note(this.ledger.acknowledged(this.playout.acknowledgedByte));
    };
  }

  /** Sends more audio of the item being said, or of a new one. */
  say(ms: number): AudioKey {
    const last = this.spoken.at(-1);
    const item = last === undefined || last.isComplete ? this.newItem() : last;
    const startByte = this.playout.sent.endByte;
    const isDry = this.playout.play(Buffer.alloc(ms * 8).toString('base64'));
    this.ledger.sent(item, startByte, this.playout.sent.endByte, isDry);
    item.to += ms * 8;
    return item;
  }

  finishItem(): void {
    const last = this.spoken.at(-1);
    if (last === undefined || last.isComplete) return;
    last.isComplete = true;
    this.playout.mark();
    this.note(this.ledger.finished(last, this.playout.acknowledgedByte));
  }

  /** Sends one whole item, generated at once. */
  sayItem(ms: number): AudioKey {
    const item = this.say(ms);
    this.finishItem();
    return item;
  }

  /** Lets time pass, and every now and then holds where the ledger sees the phone against where it is. */
  wait(ms: number): void {
    for (let left = ms; left > 0; left -= 30) {
      this.look();
      this.clock.advance(Math.min(30, left));
    }
    this.look();
  }

  /** A command sent now would find the phone there; what is sent later cannot overtake it. */
  private look(): void {
    const seen = this.clearedBytes + this.playout.position;
    const compare = (): void => {
      expect(Math.abs(seen - this.phone.positionByte) / 8).toBeLessThanOrEqual(TOLERANCE_MS);
    };
    if (this.phone.oneWayMs === 0) compare();
    else this.clock.after(this.phone.oneWayMs, compare);
  }

  /** Stops the phone, and holds the ledger's word against what the phone really played. */
  interrupt(): readonly PlaybackCut[] {
    const wasUnheard = this.playout.isUnheard(this.ledger.endByte);
    const { cuts, heard } = this.ledger.interrupt(this.playout.position);
    this.note({ started: [], heard });
    if (wasUnheard) this.playout.clear();
    const items = this.spoken;
    this.spoken = [];
    this.clearedBytes = this.phone.allSentBytes - this.playout.sent.endByte;
    this.clock.advance(2 * this.phone.oneWayMs + 40);
    for (const item of items) this.judge(item, cuts);
    return cuts;
  }

  private judge({ itemId, from, to, isComplete }: Spoken, cuts: readonly PlaybackCut[]): void {
    const truth = this.phone.heardMs(from, to);
    const sentMs = (to - from) / 8;
    const cut = cuts.find((each) => each.itemId === itemId);
    if (cut === undefined) {
      expect(this.heardToTheEnd).toContain(itemId);
      expect(isComplete).toBe(true);
      expect(sentMs - truth).toBeLessThanOrEqual(TOLERANCE_MS);
      return;
    }
    expect(this.heardToTheEnd).not.toContain(itemId);
    expect(cut.sentMs).toBe(Math.floor(sentMs));
    expect(cut.complete).toBe(isComplete);
    expect(cut.heardMs).toBeGreaterThanOrEqual(0);
    expect(cut.heardMs).toBeLessThanOrEqual(cut.sentMs);
    expect(Math.abs(cut.heardMs - truth)).toBeLessThanOrEqual(TOLERANCE_MS);
  }

  private note({ heard }: PlaybackProgress): void {
    for (const { itemId } of heard) {
      expect(this.heardToTheEnd).not.toContain(itemId);
      this.heardToTheEnd.push(itemId);
    }
  }

  private newItem(): Spoken {
    this.items += 1;
    const from = this.phone.allSentBytes;
    const item = {
      responseId: 'resp',
      itemId: `item_${String(this.items)}`,
      contentIndex: 0,
      from,
      to: from,
      isComplete: false,
    };
    this.spoken.push(item);
    return item;
  }
}

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('say' as const), ms: fc.integer({ min: 1, max: 900 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 700 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('finish' as const), ms: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('interrupt' as const), ms: fc.constant(0) }) },
);

describe('PlaybackLedger', () => {
  it('knows to 60 ms what the phone played, whatever is said, when it dries up and when it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40, size: 'max' }),
        fc.constantFrom(0, 5, 40, 100, 250),
        fc.integer({ min: 0, max: 19 }),
        (steps, oneWayMs, phaseMs) => {
          const bench = new Bench(oneWayMs, phaseMs);
          for (const { do: what, ms } of steps) {
            if (what === 'say') bench.say(ms);
            else if (what === 'wait') bench.wait(ms);
            else if (what === 'finish') bench.finishItem();
            else bench.interrupt();
          }
          bench.interrupt();
        },
      ),
      { numRuns: 200 },
    );
  });

  it('takes nothing back: what it says was heard only grows until an interruption', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.constantFrom(0, 100), (steps, oneWayMs) => {
        const bench = new Bench(oneWayMs);
        for (const { do: what, ms } of steps) {
          if (what === 'say') bench.say(ms);
          if (what === 'finish') bench.finishItem();
          const before = bench.playout.position;
          if (what === 'wait') bench.wait(ms);
          const after = bench.playout.position;
          expect(after).toBeGreaterThanOrEqual(before - TOLERANCE_MS * 8);
          expect(after).toBeLessThanOrEqual(bench.playout.sent.endByte);
        }
      }),
    );
  });

  describe.each([0, 100])('with %i ms one way', (oneWayMs) => {
    it('one turn', () => {
      const bench = new Bench(oneWayMs);
      bench.sayItem(4000);
      bench.wait(1500 + oneWayMs);
      const [cut, ...others] = bench.interrupt();
      expect(others).toEqual([]);
      expect(cut?.heardMs).toBeGreaterThan(1400);
      expect(cut?.heardMs).toBeLessThan(1500 + 2 * oneWayMs + TOLERANCE_MS);
    });

    it('3a.6 a second turn after one played to its end', () => {
      const bench = new Bench(oneWayMs);
      bench.sayItem(3000);
      bench.wait(30_000);
      const second = bench.sayItem(4000);
      bench.wait(500);
      const cuts = bench.interrupt();
      expect(cuts.map(({ itemId }) => itemId)).toEqual([second.itemId]);
      expect(Math.abs((cuts[0]?.heardMs ?? 0) - 500)).toBeLessThanOrEqual(TOLERANCE_MS);
    });

    it('an answer queued behind another', () => {
      const bench = new Bench(oneWayMs);
      const first = bench.sayItem(2000);
      const second = bench.sayItem(2000);
      bench.wait(700);
      const cuts = bench.interrupt();
      expect(cuts.map(({ itemId }) => itemId)).toEqual([first.itemId, second.itemId]);
      expect(cuts[1]?.heardMs).toBe(0);
    });

    it('an answer still arriving with late deltas', () => {
      const bench = new Bench(oneWayMs);
      bench.say(300);
      bench.wait(900);
      bench.say(300);
      bench.wait(310 + 2 * oneWayMs);
      bench.say(300);
      bench.wait(100);
      const [cut] = bench.interrupt();
      expect(Math.abs((cut?.heardMs ?? 0) - 700)).toBeLessThanOrEqual(TOLERANCE_MS);
      expect(cut?.complete).toBe(false);
    });

    it('20 ms after the start', () => {
      const bench = new Bench(oneWayMs);
      bench.sayItem(4000);
      bench.wait(20);
      expect(bench.interrupt()[0]?.heardMs).toBe(20);
    });

    it('3a.8 nothing playing: no cut', () => {
      const bench = new Bench(oneWayMs);
      expect(bench.interrupt()).toEqual([]);
      bench.sayItem(1000);
      bench.wait(1000 + 2 * oneWayMs + 40);
      expect(bench.interrupt()).toEqual([]);
      expect(bench.phone.commands.some(({ type }) => type === 'clear')).toBe(false);
    });
  });

  it('says that an item was heard when the cut comes before its last mark is back', () => {
    const bench = new Bench(100);
    const item = bench.sayItem(1000);
    bench.wait(1050);
    expect(bench.interrupt()).toEqual([]);
    expect(bench.heardToTheEnd).toEqual([item.itemId]);
  });

  it('does not run ahead when the mark of a dried-up stretch comes back after more was sent', () => {
    const bench = new Bench(250);
    bench.say(199.875);
    bench.wait(600);
    bench.say(1000);
    bench.wait(150);
    const [cut] = bench.interrupt();
    expect(Math.abs((cut?.heardMs ?? 0) - 350)).toBeLessThanOrEqual(TOLERANCE_MS);
  });

  it('3c.30 marks brought back by a clear move nothing of what is said next', () => {
    const bench = new Bench(40);
    bench.sayItem(5000);
    bench.wait(300);
    bench.interrupt();
    bench.say(2000);
    const before = bench.playout.position;
    for (const command of bench.phone.commands)
      if (command.type === 'mark' && command.name.startsWith('1:'))
        expect(bench.playout.onMark(command.name)).toBe(false);
    expect(bench.playout.position).toBe(before);
    expect(bench.playout.acknowledgedByte).toBeLessThan(bench.ledger.endByte);
  });

  it('counts as an item only what was said of it, whoever else the phone played meanwhile', () => {
    const ledger = new PlaybackLedger();
    const key = { responseId: 'r', itemId: 'i', contentIndex: 0 };
    expect(ledger.sent(key, 0, 1600, true)).toBe(true);
    expect(ledger.sent(key, 8000, 9600, true)).toBe(false);
    expect(ledger.interrupt(8800).cuts).toMatchObject([{ itemId: 'i', heardMs: 300, sentMs: 400 }]);
    expect(ledger.endByte).toBe(0);
  });
});
