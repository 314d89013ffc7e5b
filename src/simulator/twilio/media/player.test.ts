import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_QUEUED_BYTES, Player, type MarkEcho } from './player';

interface Seen {
  readonly heard: number[];
  readonly echoes: { readonly mark: number; readonly echo: MarkEcho }[];
}

function playerWith(seen: Seen, firstByte = 0): Player<number> {
  return new Player<number>(
    {
      onFrame: (frame, length, fromByte) => {
        expect(length).toBeGreaterThan(0);
        expect(length).toBeLessThanOrEqual(160);
        expect(fromByte).toBeGreaterThanOrEqual(firstByte);
        seen.heard.push(...frame.subarray(0, length));
      },
      onMark: (mark, echo) => seen.echoes.push({ mark, echo }),
    },
    firstByte,
  );
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('media' as const), bytes: fc.integer({ min: 0, max: 700 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('mark' as const) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('tick' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
);

describe('Player', () => {
  it('accounts for every byte and returns every mark once, in order, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const seen: Seen = { heard: [], echoes: [] };
        const player = playerWith(seen);
        const expected: number[] = [];
        let sent = 0;
        let marks = 0;
        let value = 0;
        for (const next of steps) {
          const heardBefore = seen.heard.length;
          if (next.do === 'media') {
            const chunk = Buffer.from(Array.from({ length: next.bytes }, () => value++ & 0xff));
            expect(player.enqueue(chunk)).toBe(true);
            expected.push(...chunk);
            sent += chunk.length;
          } else if (next.do === 'mark') {
            player.mark(marks++);
          } else if (next.do === 'tick') {
            player.tick();
          } else {
            const dropped = player.clear();
            expected.splice(seen.heard.length, dropped);
            expect(player.queuedBytes).toBe(0);
            expect(seen.echoes).toHaveLength(marks);
          }
          if (next.do !== 'tick') expect(seen.heard).toHaveLength(heardBefore);
          expect(player.heardBytes + player.clearedBytes + player.queuedBytes).toBe(sent);
        }
        while (player.queuedBytes > 0) player.tick();
        player.tick();
        expect(seen.heard).toEqual(expected);
        expect(seen.echoes.map(({ mark }) => mark)).toEqual(Array.from({ length: marks }, (_, index) => index));
      }),
    );
  });

  it('returns a mark when the audio before it has sounded, not when it begins to', () => {
    const seen: Seen = { heard: [], echoes: [] };
    const player = playerWith(seen);
    player.enqueue(Buffer.alloc(160));
    player.mark(1);
    player.tick();
    expect(seen.echoes).toEqual([]);
    player.tick();
    expect(seen.echoes).toEqual([{ mark: 1, echo: 'played' }]);
  });

  it('keeps a mark back while the last frame still sounds', () => {
    const seen: Seen = { heard: [], echoes: [] };
    const player = playerWith(seen);
    player.enqueue(Buffer.alloc(160));
    player.tick();
    player.mark(1);
    expect(seen.echoes).toEqual([]);
    player.tick();
    expect(seen.echoes).toEqual([{ mark: 1, echo: 'played' }]);
  });

  it('returns a mark at once when nothing waits', () => {
    const seen: Seen = { heard: [], echoes: [] };
    playerWith(seen).mark(7);
    expect(seen.echoes).toEqual([{ mark: 7, echo: 'played' }]);
  });

  it('returns all marks of a cleared buffer and plays nothing of it', () => {
    const seen: Seen = { heard: [], echoes: [] };
    const player = playerWith(seen);
    player.enqueue(Buffer.alloc(400, 1));
    player.mark(1);
    player.enqueue(Buffer.alloc(400, 2));
    player.mark(2);
    player.tick();
    expect(player.clear()).toBe(640);
    expect(seen.echoes).toEqual([
      { mark: 1, echo: 'cleared' },
      { mark: 2, echo: 'cleared' },
    ]);
    player.tick();
    expect(seen.heard).toHaveLength(160);
    player.mark(3);
    expect(seen.echoes.at(-1)).toEqual({ mark: 3, echo: 'played' });
  });

  it('discards what goes beyond ten minutes', () => {
    const player = playerWith({ heard: [], echoes: [] });
    expect(player.enqueue(Buffer.alloc(MAX_QUEUED_BYTES))).toBe(true);
    expect(player.enqueue(Buffer.alloc(1))).toBe(false);
    expect(player.discardedBytes).toBe(1);
  });
});
