import { describe, expect, it } from 'vitest';
import { CarrierError } from '../../../shared/line/carrier-failure';
import { CallRig } from '../call.fixture';
import { Phone } from '../phone.fixture';
import { away, endsOf, PERSON, transferring } from './transfer.fixture';
import { Operator } from '../operator.fixture';

describe('a transfer', () => {
  it('lets the agent finish its words, lets nothing new begin, then asks the carrier', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('answer', { words: 3000 });
    caller.model.audioDone('answer', 'words');
    caller.sends(500);
    expect(
      rig.on(caller.callId, (call) => call.transfer({ to: PERSON, way: 'blind', announcement: '' })),
    ).toBeUndefined();
    expect(caller.facts.at(-1)).toBe('transfer.began');
    caller.model.done('answer');
    caller.model.begin('more', { more: 1000 });
    caller.model.done('more', 'cancelled');
    caller.sends(2000);
    expect(rig.wire).not.toContain(`put CA1 through to ${PERSON}`);
    caller.sends(1500);
    expect(rig.wire).toEqual(['cancel more', 'truncate more/0 0', `put CA1 through to ${PERSON}`]);
    expect(caller.phone.heardMs(0, caller.phone.allSentBytes)).toBe(4000);
    expect(caller.events.filter(({ type }) => type === 'agent.wasHeard')).toHaveLength(2);
    expect(caller.call).toMatchObject({ floor: 'nobody', floorChange: { why: 'transfer-began' } });
  });

  it('does not wait for words that the caller talks into, nor for ever', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('answer', { words: 9000 });
    caller.sends(500);
    rig.on(caller.callId, (call) => call.transfer({ to: PERSON, way: 'blind', announcement: '' }));
    caller.model.callerStarts('speech');
    caller.model.done('answer', 'cancelled');
    expect(rig.wire.at(-1)).toBe(`put CA1 through to ${PERSON}`);

    const other = new CallRig();
    const second = other.greetedCall();
    second.model.begin('endless', { words: 5000 });
    other.on(second.callId, (call) => call.transfer({ to: PERSON, way: 'blind', announcement: '' }));
    second.sends(19_900);
    expect(other.wire).toEqual([]);
    second.sends(200);
    expect(other.wire).toEqual(['cancel endless', 'truncate words/0 5000', `put CA1 through to ${PERSON}`]);
  });

  it('does not wait for words that the operator stops, and nothing else is done to them', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.respond('answer', { words: 9000 });
    caller.sends(500);
    rig.on(caller.callId, (call) => call.transfer({ to: PERSON, way: 'blind', announcement: '' }));
    const operator = new Operator(rig, caller);
    expect(operator.on((leg) => leg.takeOver('headset_1', 'push-to-talk'))).toBe('not-possible-now');
    expect(operator.on((leg) => leg.hold(true))).toBe('not-possible-now');
    expect(operator.on((leg) => leg.muteAgent(true))).toBe('not-possible-now');
    expect(operator.on((leg) => leg.pressKeys('1'))).toBe('not-possible-now');
    expect(rig.wire).toEqual([]);
    expect(rig.on(caller.callId, (call) => call.stopWords())).toBeUndefined();
    expect(rig.wire).toContain(`put CA1 through to ${PERSON}`);
    expect(caller.call.floor).toBe('nobody');
  });

  it('asks with our own number, and announces the caller when that is wanted', async () => {
    const orders: unknown[] = [];
    const rig = new CallRig();
    rig.putThrough = (order) => {
      orders.push(order);
      return Promise.resolve();
    };
    const blind = rig.greetedCall();
    const told = rig.greetedCall();
    const named = rig.greetedCall();
    rig.on(blind.callId, (call) => call.transfer({ to: PERSON, way: 'blind', announcement: 'unused' }));
    rig.on(told.callId, (call) =>
      call.transfer({ to: PERSON, way: 'announced', announcement: 'It is about a refund.' }),
    );
    rig.on(named.callId, (call) => call.transfer({ to: PERSON, way: 'announced', announcement: '' }));
    await rig.settle();
    expect(orders).toEqual([
      {
        callId: 'call_1',
        transferId: 'transfer_1',
        carrierCallId: 'CA1',
        from: '+2',
        to: PERSON,
        isCallOut: false,
        announcement: null,
      },
      {
        callId: 'call_2',
        transferId: 'transfer_1',
        carrierCallId: 'CA2',
        from: '+2',
        to: PERSON,
        isCallOut: false,
        announcement: {
          words: 'It is about a refund. Press 1 or stay on the line to take the call. Press 2 to decline.',
          voice: 'en-US',
        },
      },
      {
        callId: 'call_3',
        transferId: 'transfer_1',
        carrierCallId: 'CA3',
        from: '+2',
        to: PERSON,
        isCallOut: false,
        announcement: {
          words:
            'Hello. Front desk has a caller with no number on the line, to be put through to you. Press 1 or stay on the line to take the call. Press 2 to decline.',
          voice: 'en-US',
        },
      },
    ]);
  });

  it('ends the call for us when the person picks up, and nothing is left', async () => {
    const { rig, caller } = await away();
    rig.outbound.personAnswered(caller.callId, 'transfer_1');
    expect(endsOf(caller)).toEqual([{ type: 'call.ended', by: 'operator', reason: 'transferred' }]);
    expect(rig.models.openLegs).toBe(0);
    expect(rig.clock.pendingTimers).toBe(0);
    expect(rig.wire).not.toContain('hang up CA1');
    expect(rig.outbound.transferEnded(caller.callId, 'transfer_1', 'connected')).toBe(false);
    rig.exchange.carrierReportedEnd('CA1');
    expect(endsOf(caller)).toHaveLength(1);
  });

  it('that nobody told us of until it was over was one as well', async () => {
    const { rig, caller } = await away();
    expect(rig.outbound.transferEnded(caller.callId, 'transfer_1', 'connected')).toBe(false);
    expect(endsOf(caller)).toMatchObject([{ reason: 'transferred' }]);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('may be told of before the carrier has answered, and before the stream is over', async () => {
    const rig = new CallRig();
    rig.putThrough = () => new Promise(() => undefined);
    const { caller } = transferring('blind', rig);
    rig.outbound.personAnswered(caller.callId, 'transfer_1');
    expect(endsOf(caller)).toMatchObject([{ reason: 'transferred' }]);
    caller.stream.onClosed('stopped');
    await rig.settle();
    expect(endsOf(caller)).toHaveLength(1);
    expect(rig.clock.pendingTimers).toBe(0);
  });
});

describe('an announced transfer', () => {
  it('waits for what the person says to it', async () => {
    const { rig, caller } = await away('announced');
    rig.outbound.personAnswered(caller.callId, 'transfer_1');
    expect(endsOf(caller)).toEqual([]);
    expect(rig.outbound.personDecided(caller.callId, 'transfer_1', true)).toBe(true);
    expect(endsOf(caller)).toMatchObject([{ by: 'operator', reason: 'transferred' }]);
    expect(rig.outbound.personDecided(caller.callId, 'transfer_1', true)).toBe(false);
  });

  it.each([
    ['declines', true],
    ['hangs up on the announcement', false],
  ])('brings the caller back when the person %s', async (_how, says) => {
    const { rig, caller } = await away('announced');
    rig.outbound.personAnswered(caller.callId, 'transfer_1');
    if (says) expect(rig.outbound.personDecided(caller.callId, 'transfer_1', false)).toBe(true);
    expect(rig.outbound.transferEnded(caller.callId, 'transfer_1', 'connected')).toBe(true);
    expect(caller.fact('transfer.failed')).toEqual({ type: 'transfer.failed', failure: 'declined' });
  });
});

describe('a hang-up', () => {
  it('while the last words are said ends the call, and nobody is called', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('answer', { words: 3000 });
    rig.on(caller.callId, (call) => call.transfer({ to: PERSON, way: 'blind', announcement: '' }));
    caller.stream.onClosed('stopped');
    rig.clock.advance(60_000);
    expect(endsOf(caller)).toMatchObject([{ by: 'caller', reason: 'caller-hung-up' }]);
    expect(rig.wire.filter((line) => line.startsWith('put'))).toEqual([]);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it.each(['call-is-over', 'not-found'] as const)('while the carrier is asked is known by its %s', async (failure) => {
    const rig = new CallRig();
    rig.putThrough = () => Promise.reject(new CarrierError(failure));
    const { caller } = transferring('blind', rig);
    caller.stream.onClosed('stopped');
    expect(endsOf(caller)).toEqual([]);
    await rig.settle();
    expect(endsOf(caller)).toMatchObject([{ by: 'caller', reason: 'caller-hung-up' }]);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('while it rings, or on the way back, is told by the carrier', async () => {
    for (const outcome of [undefined, 'busy'] as const) {
      const { rig, caller } = await away();
      if (outcome !== undefined) rig.outbound.transferEnded(caller.callId, 'transfer_1', outcome);
      rig.exchange.carrierReportedEnd('CA1');
      expect(endsOf(caller)).toMatchObject([{ by: 'caller', reason: 'caller-hung-up' }]);
      expect(rig.exchange.attachCaller(caller.callId, new Phone(rig.clock, 0))).toBeUndefined();
      expect(rig.outbound.transferEnded(caller.callId, 'transfer_1', 'busy')).toBe(false);
      expect(rig.models.openLegs).toBe(0);
      expect(rig.clock.pendingTimers).toBe(0);
    }
  });

  it('of which nobody tells us is noticed in the end', async () => {
    for (const [outcome, afterMs] of [
      [undefined, 90_000],
      ['busy', 75_000],
    ] as const) {
      const { rig, caller } = await away();
      if (outcome !== undefined) rig.outbound.transferEnded(caller.callId, 'transfer_1', outcome);
      rig.clock.advance(afterMs - 1);
      expect(endsOf(caller)).toEqual([]);
      rig.clock.advance(1);
      expect(endsOf(caller)).toMatchObject([{ by: 'caller', reason: 'caller-lost' }]);
      expect(rig.clock.pendingTimers).toBe(0);
    }
  });

  it('by the operator hangs the caller up wherever they are', async () => {
    const { rig, caller } = await away();
    expect(rig.calls.end(caller.callId, 'after-words')).toBeUndefined();
    expect(endsOf(caller)).toMatchObject([{ by: 'operator', reason: 'operator-ended' }]);
    await rig.settle();
    expect(rig.wire).toContain('hang up CA1');
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('by the operator stands above a transfer whose last words are being said', async () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.respond('answer', { words: 2000 });
    rig.on(caller.callId, (call) => call.transfer({ to: PERSON, way: 'blind', announcement: '' }));
    rig.calls.end(caller.callId, 'after-words');
    caller.sends(2500);
    await rig.settle();
    expect(endsOf(caller)).toMatchObject([{ by: 'operator', reason: 'operator-ended' }]);
    expect(rig.wire.filter((line) => line.startsWith('put'))).toEqual([]);
    expect(rig.clock.pendingTimers).toBe(0);
  });
});

describe('a carrier that does not do it', () => {
  it.each(['refused', 'timed-out', 'keys-refused', 'no-public-address'] as const)(
    'says %s, and the caller, who never left, has the agent again',
    async (failure) => {
      const rig = new CallRig();
      rig.putThrough = () => Promise.reject(new CarrierError(failure, 99));
      const { caller } = transferring('blind', rig);
      await rig.settle();
      expect(caller.fact('transfer.failed')).toEqual({
        type: 'transfer.failed',
        failure: 'carrier-refused',
        detail: `${failure} (99)`,
      });
      expect(rig.wire.at(-1)).toBe('create');
      caller.sends(40, 0x11);
      expect(caller.model.heard.includes(Buffer.alloc(160, 0x11))).toBe(true);
      expect(caller.call.floor).toBe('agent');
    },
  );

  it('may have done it all the same: the stream is gone, so its word is awaited', async () => {
    const rig = new CallRig();
    let giveUp = (): void => undefined;
    rig.putThrough = () => new Promise((_resolve, reject) => (giveUp = () => reject(new CarrierError('timed-out'))));
    const { caller } = transferring('blind', rig);
    caller.stream.onClosed('stopped');
    giveUp();
    await rig.settle();
    expect(endsOf(caller)).toEqual([]);
    expect(rig.outbound.transferEnded(caller.callId, 'transfer_1', 'no-answer')).toBe(true);
  });

  it('and a stream that is gone mean that nobody is left', async () => {
    const rig = new CallRig();
    let refuse = (): void => undefined;
    rig.putThrough = () => new Promise((_resolve, reject) => (refuse = () => reject(new CarrierError('refused'))));
    const { caller } = transferring('blind', rig);
    caller.stream.onClosed('stopped');
    refuse();
    await rig.settle();
    expect(endsOf(caller)).toMatchObject([{ by: 'caller', reason: 'caller-hung-up' }]);
  });
});

describe('a transfer that cannot be', () => {
  it('is refused with a word that says why', async () => {
    const rig = new CallRig();
    const blind = { to: PERSON, way: 'blind', announcement: '' } as const;
    expect(rig.on('call_99', (call) => call.transfer(blind))).toBe('no-such-call');
    const ringing = rig.ring();
    expect(rig.on(ringing, (call) => call.transfer(blind))).toBe('not-live');
    const connecting = rig.call();
    expect(rig.on(connecting.callId, (call) => call.transfer(blind))).toBe('not-live');
    const caller = rig.greetedCall();
    expect(rig.on(caller.callId, (call) => call.transfer({ ...blind, to: '112' }))).toBe('not-a-number');
    rig.calls.end(rig.greetedCall().callId, 'now');
    expect(rig.on('call_4', (call) => call.transfer(blind))).toBe('call-over');

    const leaving = rig.greetedCall();
    leaving.model.respond('bye', { bye: 2000 });
    rig.calls.end(leaving.callId, 'after-words');
    expect(rig.on(leaving.callId, (call) => call.transfer(blind))).toBe('not-possible-now');

    expect(rig.on(caller.callId, (call) => call.transfer(blind))).toBeUndefined();
    expect(rig.on(caller.callId, (call) => call.transfer(blind))).toBe('already-transferring');
    caller.stream.onClosed('stopped');
    await rig.settle();
    expect(rig.on(caller.callId, (call) => call.transfer({ ...blind, to: '+15550001111' }))).toBe(
      'already-transferring',
    );
    expect(caller.events.filter(({ type }) => type === 'transfer.began')).toHaveLength(1);
  });

  it('does not happen because the carrier speaks of one that nobody began', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    rig.outbound.personAnswered(caller.callId, 'transfer_1');
    expect(rig.outbound.personDecided(caller.callId, 'transfer_1', true)).toBe(false);
    expect(rig.outbound.transferEnded(caller.callId, 'transfer_1', 'busy')).toBe(false);
    expect(rig.exchange.attachCaller(caller.callId, new Phone(rig.clock, 0))).toBeUndefined();
    expect(endsOf(caller)).toEqual([]);
  });
});
