import { describe, expect, it } from 'vitest';
import { reduceConsole, EMPTY_CONSOLE, type ConsoleState } from '../../shared/call/console';
import type { CallEvent, DeskEvent, Recorded } from '../../shared/call/events';
import { ManualClock } from '../ports/manual-clock.fixture';
import type { Journal } from '../ports/ports';
import type { TunnelKind } from '../ports/ports-lines';
import { countTunnelUse } from './tunnel-journal';

const MINUTE_MS = 60_000;

/** A rig that folds the recorded events as the product does. */
function openRig() {
  const clock = new ManualClock();
  const facts: { kind: TunnelKind; state: ConsoleState } = { kind: 'ngrok', state: EMPTY_CONSOLE };
  const listeners = new Set<(recorded: Recorded) => void>();
  const record: Journal['record'] = (callId: string | null, event: CallEvent | DeskEvent) => {
    const recorded = { seq: facts.state.seq + 1, at: clock.wallMs(), callId, event } as Recorded;
    facts.state = reduceConsole(facts.state, recorded);
    for (const listener of listeners) listener(recorded);
    return recorded;
  };
  const subscribe: Journal['subscribe'] = (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const journal = { record, subscribe };
  countTunnelUse({ journal, clock, kind: () => facts.kind, last: () => facts.state.tunnelUse });
  const agent = { id: 'a', name: 'A', version: 1 };
  return Object.assign(facts, {
    clock,
    journal,
    begin: (callId: string, practice = false) => {
      record(callId, { type: 'call.rang', from: '+1', to: '+2', agent, carrierCallId: callId, practice });
      record(callId, { type: 'caller.connected' });
    },
    end: async (callId: string) => {
      record(callId, { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' });
      await Promise.resolve();
    },
  });
}

describe('countTunnelUse', () => {
  it('adds up the calls of a month, those at the same time as well', async () => {
    const rig = openRig();
    rig.begin('one');
    rig.clock.advance(2 * MINUTE_MS);
    rig.begin('two');
    rig.clock.advance(3 * MINUTE_MS);
    await Promise.all([rig.end('one'), rig.end('two')]);
    expect(rig.state.tunnelUse).toMatchObject({ month: '2026-01', callMs: 8 * MINUTE_MS, calls: 2 });
    rig.clock.advance(31 * 24 * 60 * MINUTE_MS);
    rig.begin('three');
    rig.clock.advance(MINUTE_MS);
    await rig.end('three');
    expect(rig.state.tunnelUse).toMatchObject({ month: '2026-02', callMs: MINUTE_MS, calls: 1 });
  });

  it('counts nothing that does not go through ngrok', async () => {
    const rig = openRig();
    rig.begin('practice', true);
    rig.kind = 'own-url';
    rig.begin('elsewhere');
    rig.clock.advance(MINUTE_MS);
    await Promise.all([rig.end('practice'), rig.end('elsewhere'), rig.end('never rang')]);
    expect(rig.state.tunnelUse).toBeNull();
  });
});
