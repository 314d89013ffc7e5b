import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_CONSOLE, reduceConsole, type ConsoleState } from '../call/console';
import { anyJournal } from '../call/events.fixture';
import type { CallEvent, Recorded } from '../call/events';
import { toSnapshot, withSnapshotPart, type SnapshotPart } from './snapshot';

const MAX_PART_BYTES = 256 * 1024;

function join(parts: readonly SnapshotPart[], from: ConsoleState = EMPTY_CONSOLE): ConsoleState {
  return parts.map((part) => JSON.parse(JSON.stringify(part)) as SnapshotPart).reduce(withSnapshotPart, from);
}

function fold(callId: string, events: readonly CallEvent[]): ConsoleState {
  return events
    .map((event, i): Recorded => ({ seq: i + 1, at: i, callId, event }))
    .reduce(reduceConsole, EMPTY_CONSOLE);
}

/** A call in which the caller said `text` this many times. */
function longCall(turns: number, text = 'Where is my order?'): ConsoleState {
  const rang: CallEvent = {
    type: 'call.rang',
    from: '+1',
    to: '+2',
    agent: { id: 'a', name: 'A', version: 1 },
    carrierCallId: 'CA',
    practice: false,
  };
  const events: CallEvent[] = [rang];
  for (let i = 0; i < turns; i++) {
    events.push({ type: 'caller.startedSpeaking', itemId: `item_${String(i)}` });
    events.push({ type: 'caller.transcribed', itemId: `item_${String(i)}`, text });
  }
  return fold('c', events);
}

describe('toSnapshot and withSnapshotPart', () => {
  it('give any state back, whatever the reader had before', () => {
    fc.assert(
      fc.property(anyJournal, anyJournal, (events, earlier) => {
        const state = events.reduce(reduceConsole, EMPTY_CONSOLE);
        const stale = earlier.reduce(reduceConsole, EMPTY_CONSOLE);
        expect(join(toSnapshot(state), stale)).toEqual(state);
      }),
    );
  });

  it('mark the first and the last part, and only those', () => {
    for (const turns of [0, 1, 500, 1001]) {
      const parts = toSnapshot(longCall(turns));
      expect(parts.map((part) => part.first)).toEqual(parts.map((_, i) => i === 0));
      expect(parts.map((part) => part.last)).toEqual(parts.map((_, i) => i === parts.length - 1));
    }
  });

  it('carry a call of 1,001 turns in order and in several parts', () => {
    const state = longCall(1001);
    const parts = toSnapshot(state);
    expect(parts.length).toBeGreaterThan(1);
    expect(join(parts)).toEqual(state);
    expect(join(parts).calls.get('c')?.turns).toHaveLength(1001);
  });

  it('keep every part small: many turns, long turns, and none at all', () => {
    for (const state of [EMPTY_CONSOLE, longCall(2000), longCall(60, 'm'.repeat(16_000))]) {
      for (const part of toSnapshot(state)) {
        expect(new TextEncoder().encode(JSON.stringify(part)).length).toBeLessThan(MAX_PART_BYTES);
      }
    }
  });

  it('begin anew with a first part, so that a half-read snapshot leaves nothing behind', () => {
    const half = toSnapshot(longCall(2000)).slice(0, 1);
    const state = longCall(3, 'Hello');
    expect(join([...half, ...toSnapshot(state)])).toEqual(state);
  });
});
