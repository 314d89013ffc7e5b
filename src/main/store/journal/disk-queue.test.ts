import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { createKeptLog } from '../store.fixture';
import { createDiskQueue, type DiskState } from './disk-queue';
import type { AppendResult, JournalRow } from './journal-thread';

/** A disk that answers when the test tells it to. */
function createDisk() {
  const stored: number[] = [];
  const batches: number[] = [];
  let answer: ((failure?: string) => void) | undefined;
  return {
    stored,
    batches,
    append: (rows: readonly JournalRow[], done: (result: AppendResult) => void) => {
      if (answer !== undefined) throw new Error('two appends at once');
      batches.push(rows.length);
      answer = (failure) => {
        answer = undefined;
        if (failure === undefined) stored.push(...rows.map(([seq]) => seq));
        done(failure === undefined ? { ok: true, refused: 0, code: null } : { ok: false, code: failure });
      };
    },
    answer: (failure?: string) => answer?.(failure),
    isAsked: () => answer !== undefined,
  };
}

function setUp(limits: { maxEvents?: number; maxBytes?: number } = {}) {
  const clock = new ManualClock();
  const disk = createDisk();
  const kept = createKeptLog();
  const states: DiskState[] = [];
  const onChange = (state: DiskState): void => void states.push(state);
  const queue = createDiskQueue({
    append: disk.append,
    onChange,
    onStored: () => undefined,
    clock,
    log: kept.log,
    ...limits,
  });
  let seq = 0;
  const push = (count: number, body = '{}'): void => {
    for (let i = 0; i < count; i++) queue.push([++seq, 0, 'c', 'x', body]);
  };
  return { clock, disk, queue, push, states, codes: kept.codes, text: kept.text };
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

describe('createDiskQueue', () => {
  it('writes what came within 25 ms together, and a full batch at once', () => {
    const { clock, disk, push } = setUp();
    push(3);
    clock.advance(24);
    expect(disk.batches).toEqual([]);
    clock.advance(1);
    expect(disk.batches).toEqual([3]);
    push(1200);
    disk.answer();
    expect(disk.batches).toEqual([3, 512]);
    disk.answer();
    disk.answer();
    clock.advance(50);
    disk.answer();
    expect(disk.batches).toEqual([3, 512, 512, 176]);
    expect(disk.stored).toEqual(numbers(1203));
    expect(clock.pendingTimers).toBe(0);
  });

  it('keeps what the disk refuses, says so once, tries each second and goes on', () => {
    const { clock, disk, push, codes, text } = setUp();
    push(10, '{"text":"said in confidence"}');
    clock.advance(50);
    for (let i = 0; i < 5; i++) {
      disk.answer('SQLITE_FULL');
      push(100);
      clock.advance(999);
      expect(disk.isAsked()).toBe(false);
      clock.advance(1);
    }
    expect(codes()).toEqual(['journal.behind']);
    disk.answer();
    expect(codes()).toEqual(['journal.behind', 'journal.caught-up']);
    expect(disk.stored).toEqual(numbers(510));
    expect(text()).not.toContain('confidence');
    expect(clock.pendingTimers).toBe(0);
  });

  it('holds no more than its limits, drops the newest and says so once', () => {
    for (const [limits, held] of [
      [{ maxEvents: 100 }, 100],
      [{ maxBytes: 10_000 }, 9],
    ] as const) {
      const { clock, disk, push, states, codes } = setUp(limits);
      push(1);
      clock.advance(50);
      disk.answer('SQLITE_FULL');
      push(1000, 'x'.repeat(500));
      expect(codes()).toEqual(['journal.behind', 'journal.queue-full']);
      clock.advance(1000);
      disk.answer();
      expect(disk.stored).toEqual(numbers(held));
      expect(codes()).toEqual(['journal.behind', 'journal.queue-full', 'journal.caught-up']);
      expect(states).toEqual([
        { behind: 'SQLITE_FULL', lost: 0, refused: 0 },
        { behind: null, lost: 1001 - held, refused: 0 },
      ]);
      push(1);
      clock.advance(50);
      disk.answer();
      expect(disk.stored.slice(-1)).toEqual([1002]);
    }
  });

  it('says when one batch takes longer than a second', () => {
    const { clock, disk, push, codes } = setUp();
    push(1);
    clock.advance(25);
    clock.advance(1000);
    expect(codes()).toEqual(['journal.behind']);
    disk.answer();
    expect(codes()).toEqual(['journal.behind', 'journal.caught-up']);
  });

  it('flushes without waiting, and tells whether the disk took it', async () => {
    const { disk, queue, push } = setUp();
    expect(await queue.flush()).toBe(true);
    push(600);
    const flushed = queue.flush();
    push(5);
    disk.answer();
    disk.answer();
    expect(await flushed).toBe(true);
    push(1);
    const refused = queue.flush();
    disk.answer('SQLITE_IOERR');
    expect(await refused).toBe(false);
  });

  it('leaves no timer behind when stopped', () => {
    const { clock, disk, queue, push } = setUp();
    push(1);
    queue.stop();
    push(1);
    clock.advance(10_000);
    expect(disk.batches).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});
