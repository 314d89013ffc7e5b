import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSnapshot, withSnapshotPart, type SnapshotPart } from '../contract/snapshot';
import { EMPTY_CONSOLE, ENDED_CALLS_KEPT, reduceConsole, type ConsoleState } from './console';
import { anyJournal } from './events.fixture';
import { RecordedSchema, type CallEvent, type Recorded } from './events';

function fold(events: readonly Recorded[], from: ConsoleState = EMPTY_CONSOLE): ConsoleState {
  return events.reduce(reduceConsole, from);
}

/** State that a reader has after a snapshot crossed a wire. */
function sent(state: ConsoleState): ConsoleState {
  return toSnapshot(state)
    .map((part) => JSON.parse(JSON.stringify(part)) as SnapshotPart)
    .reduce(withSnapshotPart, EMPTY_CONSOLE);
}

const RANG: CallEvent = {
  type: 'call.rang',
  from: '+1',
  to: '+2',
  agent: { id: 'a', name: 'A', version: 1 },
  carrierCallId: 'CA',
  practice: false,
};

describe('reduceConsole', () => {
  it('gives the same state from a snapshot at k and the events after k as from all events, for any k', () => {
    fc.assert(
      fc.property(anyJournal, fc.nat(), (events, pick) => {
        const k = pick % (events.length + 1);
        const resumed = fold(events.slice(k), sent(fold(events.slice(0, k))));
        expect(resumed).toEqual(fold(events));
        expect([...resumed.calls.keys()]).toEqual([...fold(events).calls.keys()]);
      }),
      { numRuns: 300 },
    );
  });

  it('takes doubled and late deliveries of numbered events for nothing', () => {
    fc.assert(
      fc.property(anyJournal, fc.nat(), (events, pick) => {
        const k = pick % (events.length + 1);
        const stuttered = [...events.slice(0, k), ...events.slice(0, k), ...events.slice(k)];
        expect(fold(stuttered)).toEqual(fold(events));
      }),
    );
  });

  it('never throws, whatever the schema lets through', () => {
    fc.assert(
      fc.property(anyJournal, fc.double(), (events, at) => {
        const read = events.flatMap((each) => RecordedSchema.safeParse({ ...each, at }).data ?? []);
        fold(read);
        fold(events);
      }),
    );
  });

  it('generates only events that the schema knows', () => {
    fc.assert(fc.property(anyJournal, (events) => events.every((each) => RecordedSchema.safeParse(each).success)));
  });

  it('forgets the oldest ended calls beyond those it keeps, never a call that goes on', () => {
    let seq = 0;
    const record = (callId: string, event: CallEvent): Recorded => ({ seq: ++seq, at: seq, callId, event });
    const events = [record('open', RANG)];
    for (let i = 0; i < ENDED_CALLS_KEPT + 5; i++) {
      events.push(record(`c${String(i)}`, RANG));
      events.push(record(`c${String(i)}`, { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' }));
    }
    const { calls } = fold(events);
    expect(calls.size).toBe(ENDED_CALLS_KEPT + 1);
    expect(calls.has('open')).toBe(true);
    expect(calls.has('c4')).toBe(false);
    expect(calls.has('c5')).toBe(true);
  });

  it('knows since when the tunnel is down, and the model as it is, however often that was told', () => {
    const tunnel = (at: number, state: 'off' | 'connecting' | 'ok' | 'failing', kind: 'ngrok' | 'own-url' = 'ngrok') =>
      ({ seq: at, at, callId: null, event: { type: 'tunnel.changed', kind, state } }) as const;
    const model = (at: number, state: 'unproven' | 'ok' | 'failing', detail?: string): Recorded => ({
      ...{ seq: at, at, callId: null },
      event: { type: 'modelService.changed', model: 'm', state, ...(detail === undefined ? {} : { detail }) },
    });
    const lost = [tunnel(1, 'connecting'), tunnel(2, 'ok'), tunnel(3, 'connecting'), tunnel(4, 'failing')];
    expect(fold(lost.slice(0, 2)).tunnel?.since).toBe(2);
    expect(fold([...lost, tunnel(5, 'connecting')]).tunnel).toMatchObject({ state: 'connecting', since: 3 });
    expect(fold([...lost, tunnel(5, 'connecting', 'own-url')]).tunnel?.since).toBe(5);
    expect(fold([...lost, tunnel(5, 'off')]).tunnel?.since).toBe(5);
    expect(fold([model(1, 'failing', 'a'), model(2, 'failing', 'b')]).modelService).toMatchObject({
      detail: 'b',
      since: 1,
    });
    expect(fold([model(1, 'failing'), model(2, 'ok')]).modelService?.since).toBe(2);
  });

  it('counts the money of one UTC day and begins anew on the next', () => {
    const day = Date.UTC(2026, 10, 22, 12);
    const paid = (seq: number, at: number): Recorded => ({
      seq,
      at,
      callId: 'c',
      event: { type: 'agent.finishedResponse', responseId: 'r', status: 'completed', costUsd: 0.25 },
    });
    const rang: Recorded = { seq: 1, at: day, callId: 'c', event: RANG };
    expect(fold([rang, paid(2, day), paid(3, day + 1)])).toMatchObject({ spentUsd: 0.5, spentOn: '2026-11-22' });
    expect(fold([rang, paid(2, day), paid(3, day + 86_400_000)])).toMatchObject({
      spentUsd: 0.25,
      spentOn: '2026-11-23',
    });
  });
});
