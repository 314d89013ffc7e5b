import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_CONSOLE, reduceConsole, type ConsoleState } from '../../../shared/call/console';
import type { FeedMessage } from '../../../shared/contract/contract';
import type { Level } from '../../../shared/contract/levels';
import { withSnapshotPart } from '../../../shared/contract/snapshot';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { createKeptLog, createMemoryJournal, opened, RANG, said } from '../console.fixture';
import { createConsoleProjection } from './console-projection';
import { MAX_BUFFERED_EVENTS, openFeed, WINDOW_MESSAGES } from './feed';

function setUp(levels: () => readonly Level[] = () => []) {
  const clock = new ManualClock();
  const journal = createMemoryJournal();
  const projection = createConsoleProjection(journal, []);
  const { log, codes } = createKeptLog();
  let closed = 0;
  const open = () => openFeed({ projection, levels, clock, log }, () => closed++);
  return { clock, journal, projection, codes, open, closed: () => closed };
}

/** A reader that folds its messages as a screen does, and lists what it got. */
function createReader(messages: AsyncGenerator<FeedMessage, void>) {
  const got: FeedMessage[] = [];
  let state: ConsoleState = EMPTY_CONSOLE;
  let waiting: Promise<IteratorResult<FeedMessage, void>> | undefined;
  let isDone = false;

  function take(message: FeedMessage): void {
    got.push(message);
    if (message.type === 'snapshot') state = withSnapshotPart(state, message.part);
    if (message.type === 'events') state = message.events.reduce(reduceConsole, state);
  }

  /** Reads until nothing more comes without time or events. */
  async function readAll(): Promise<void> {
    for (;;) {
      waiting ??= messages.next();
      const result = await Promise.race([waiting, settled()]);
      if (result === undefined) return;
      waiting = undefined;
      if (result.done === true) {
        isDone = true;
        return;
      }
      take(result.value);
    }
  }
  return { got, readAll, state: () => state, isDone: () => isDone, types: () => got.map(({ type }) => type) };
}

/** Resolves after every pending promise that can settle. */
function settled(): Promise<undefined> {
  return new Promise((resolve) => setImmediate(() => resolve(undefined)));
}

describe('openFeed', () => {
  it('tells a snapshot first, then what happened after it, in batches of 33 ms', async () => {
    const { clock, journal, projection, open } = setUp();
    journal.record('c1', RANG);
    const reader = createReader(open().messages);
    await reader.readAll();
    expect(reader.types()).toEqual(['snapshot']);
    expect(reader.state()).toEqual(projection.state());

    journal.record('c1', opened('a'));
    journal.record('c1', said('a', 'Hello '));
    clock.advance(32);
    await reader.readAll();
    expect(reader.types()).toEqual(['snapshot']);
    journal.record('c1', said('a', 'there'));
    clock.advance(1);
    await reader.readAll();
    expect(reader.types()).toEqual(['snapshot', 'events']);
    expect(reader.state()).toEqual(projection.state());
    expect(reader.got.map(({ batch }) => batch)).toEqual([1, 2]);
  });

  it('shows a reader that keeps up the same state as the projection, whatever happens when', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(3), fc.nat(50)), { maxLength: 40 }), async (steps) => {
        const { clock, journal, projection, open } = setUp();
        journal.record('c0', RANG);
        const feed = open();
        const reader = createReader(feed.messages);
        for (const [kind, ms] of steps) {
          if (kind === 0) journal.record(`c${ms % 3}`, RANG);
          if (kind === 1) journal.record(`c${ms % 3}`, opened(`i${ms}`));
          if (kind === 2) journal.record(`c${ms % 3}`, said(`i${ms}`, 'word '));
          if (kind === 3) await reader.readAll();
          feed.acknowledge(reader.got.length);
          clock.advance(ms);
        }
        clock.advance(100);
        await reader.readAll();
        expect(reader.state()).toEqual(projection.state());
        feed.close();
      }),
      { numRuns: 40 },
    );
  });

  it('tells levels at most ten times a second, within 0 and 1, and once that there are none', async () => {
    let levels: readonly Level[] = [{ callId: 'c1', caller: 1.7, agent: Number.NaN }];
    const { clock, open } = setUp(() => levels);
    const feed = open();
    const reader = createReader(feed.messages);
    for (let i = 0; i < 100; i++) {
      await reader.readAll();
      feed.acknowledge(reader.got.length);
      clock.advance(10);
    }
    const told = reader.got.filter((message) => message.type === 'levels');
    expect(told.length).toBeGreaterThanOrEqual(9);
    expect(told.length).toBeLessThanOrEqual(11);
    expect(told[0]?.levels).toBe('c1,1000,0');
    levels = [];
    for (let i = 0; i < 5; i++) {
      clock.advance(100);
      await reader.readAll();
    }
    expect(reader.got.slice(-1)).toMatchObject([{ type: 'levels', levels: '' }]);
    expect(reader.got.length).toBe(told.length + 2);
  });

  it('stops a window ahead of a reader that does not acknowledge, and goes on when it does', async () => {
    const { clock, journal, projection, open } = setUp();
    const feed = open();
    const reader = createReader(feed.messages);
    journal.record('c1', RANG);
    await reader.readAll();
    for (let i = 0; i < WINDOW_MESSAGES * 2; i++) {
      journal.record('c1', opened(`i${i}`));
      clock.advance(33);
      await reader.readAll();
    }
    expect(reader.got).toHaveLength(WINDOW_MESSAGES);
    feed.acknowledge(10_000);
    feed.acknowledge(0);
    await reader.readAll();
    expect(reader.got).toHaveLength(WINDOW_MESSAGES);

    feed.acknowledge(1);
    await reader.readAll();
    expect(reader.got).toHaveLength(WINDOW_MESSAGES + 1);
    expect(reader.state()).toEqual(projection.state());
  });

  it('drops what a slow reader was to get, and gives it a new snapshot when it is back', async () => {
    const { clock, journal, projection, open, codes } = setUp();
    const feed = open();
    const reader = createReader(feed.messages);
    journal.record('c1', RANG);
    await reader.readAll();
    for (let i = 0; i < WINDOW_MESSAGES + MAX_BUFFERED_EVENTS + 500; i++) {
      journal.record('c1', i === 0 ? opened('a') : said('a', 'x'));
      if (i > WINDOW_MESSAGES) continue;
      clock.advance(33);
      await reader.readAll();
    }
    expect(codes).toEqual(['feed.resync']);
    const before = reader.got.length;
    feed.acknowledge(before);
    await reader.readAll();
    expect(reader.types().slice(before)).toEqual(['snapshot']);
    expect(reader.state()).toEqual(projection.state());
  });

  it('leaves no timer and no listener behind when it is closed, read or not', async () => {
    const { clock, journal, open, closed } = setUp(() => [{ callId: 'c', caller: 0, agent: 0 }]);
    const feed = open();
    const reader = createReader(feed.messages);
    await reader.readAll();
    journal.record('c1', RANG);
    feed.close();
    feed.close();
    await reader.readAll();
    expect(reader.isDone()).toBe(true);
    open().close();
    expect(closed()).toBe(2);
    expect(clock.pendingTimers).toBe(0);
  });
});
