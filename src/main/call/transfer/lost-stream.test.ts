import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallRig, GREETER, type Caller } from '../call.fixture';
import { Operator } from '../operator.fixture';
import { Phone } from '../phone.fixture';
import { endsOf, PERSON } from './transfer.fixture';

/** A greeted caller whose stream is lost a second into five of the agent's words. */
function lostInWords(): { readonly rig: CallRig; readonly caller: Caller } {
  const rig = new CallRig();
  const caller = rig.greetedCall();
  caller.model.begin('r1', { one: 5000 });
  caller.sends(1000);
  caller.stream.onClosed('lost');
  return { rig, caller };
}

const backOn = (rig: CallRig, { callId }: Caller): Caller => rig.attach(callId, 0, true);

describe('a stream that is lost while nobody hung up', () => {
  it('waits for the caller, and has the agent go on with them where they were', () => {
    const { rig, caller } = lostInWords();
    expect(rig.wire).toEqual(['phone clear', 'cancel r1', 'truncate one/0 999']);
    expect(caller.call).toMatchObject({ phase: { name: 'live' }, floor: 'agent', lostSince: rig.clock.wallMs() });
    caller.model.done('r1', 'cancelled');
    rig.clock.advance(3000);
    rig.wire.length = 0;
    const back = backOn(rig, caller);
    expect(caller.fact('caller.cameBack')).toEqual({ type: 'caller.cameBack', awayMs: 3000 });
    expect(caller.call.lostSince).toBeNull();
    expect(caller.call.turns.at(-1)).toMatchObject({ kind: 'note', event: { type: 'caller.cameBack', awayMs: 3000 } });
    expect(rig.wire).toEqual([
      expect.stringMatching(/^note back_1: The caller's connection was lost for about 3 s/),
      'create',
    ]);
    expect(rig.models.legs).toHaveLength(1);
    back.model.respond('r2', { sorry: 1000 });
    back.sends(1500, 0x11);
    expect(back.phone.heardMs(0, back.phone.allSentBytes)).toBe(1000);
    expect(back.model.heard.includes(Buffer.alloc(160, 0x11))).toBe(true);
    back.stream.onClosed('stopped');
    expect(endsOf(caller)).toMatchObject([{ by: 'caller', reason: 'caller-hung-up' }]);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('counts as heard what was heard at its last sign of life, however late the loss is noticed', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1', { one: 9000 });
    caller.sends(1000);
    caller.phone.onMark = () => undefined;
    rig.clock.advance(8000);
    caller.stream.onClosed('lost');
    expect(caller.fact('agent.interrupted')?.cuts).toMatchObject([{ itemId: 'one', heardMs: 999, sentMs: 9000 }]);
  });

  it('may be noticed only by the stream that takes its place', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1', { one: 9000 });
    caller.sends(1000);
    caller.phone.onMark = () => undefined;
    rig.clock.advance(4000);
    const back = backOn(rig, caller);
    expect(caller.phone.commands.at(-1)).toMatchObject({ type: 'close' });
    expect(caller.facts.slice(-3)).toEqual(['agent.interrupted', 'caller.wasLost', 'caller.cameBack']);
    caller.stream.onClosed('lost');
    caller.stream.onDigit('5');
    expect(caller.call.lostSince).toBeNull();
    expect(caller.facts).not.toContain('caller.pressedKey');
    expect(back.phone.commands).toEqual([]);
  });

  it('is replaced by nothing but a stream that leads back', () => {
    const { rig, caller } = lostInWords();
    expect(rig.exchange.attachCaller(caller.callId, new Phone(rig.clock, 0))).toBeUndefined();
    expect(caller.call.lostSince).not.toBeNull();
  });

  it('may be the first one: the caller comes on the next', () => {
    const rig = new CallRig();
    const callId = rig.ring();
    const caller = rig.attach(callId, 0, true);
    caller.model.ready();
    expect(rig.wire).toEqual(['create alone: Say exactly: Hello.']);
    expect(caller.facts).not.toContain('caller.cameBack');
  });

  it('has nobody speak into nothing: answers, tools and texts to say wait for the caller', async () => {
    const { rig, caller } = lostInWords();
    caller.model.done('r1', 'cancelled');
    rig.wire.length = 0;
    new Operator(rig, caller).say('Say this.');
    caller.model.callTool('r1', 't1', 'lookup_order');
    await rig.settle();
    caller.model.begin('own', { own: 1000 });
    caller.model.done('own');
    rig.clock.advance(20_000);
    expect(rig.wire).toEqual(['output t1 shipped', 'cancel own', 'truncate own/0 0']);
    backOn(rig, caller);
    expect(rig.wire.slice(3)).toEqual([expect.stringMatching(/^note back_1: /), expect.stringMatching(/^create/)]);
  });

  it('can be lost again, at once and while the agent says that they were cut off', () => {
    const { rig, caller } = lostInWords();
    caller.model.done('r1', 'cancelled');
    rig.clock.advance(1000);
    const second = backOn(rig, caller);
    second.model.begin('r2', { sorry: 2000 });
    second.sends(500);
    second.stream.onClosed('lost');
    caller.model.done('r2', 'cancelled');
    const third = backOn(rig, caller);
    third.stream.onClosed('lost');
    rig.clock.advance(500);
    backOn(rig, caller);
    expect(caller.events.filter(({ type }) => type === 'caller.cameBack')).toMatchObject([
      { awayMs: 1000 },
      { awayMs: 0 },
      { awayMs: 500 },
    ]);
    expect(rig.wire.filter((line) => line.startsWith('truncate'))).toEqual([
      'truncate one/0 999',
      'truncate sorry/0 479',
    ]);
    expect(endsOf(caller)).toEqual([]);
  });
});

describe('a caller who does not come back', () => {
  it('is waited for a minute, then let go with a sentence, and the call is over', async () => {
    const { rig, caller } = lostInWords();
    rig.clock.advance(59_900);
    expect(endsOf(caller)).toEqual([]);
    rig.clock.advance(200);
    expect(endsOf(caller)).toMatchObject([{ by: 'caller', reason: 'caller-lost' }]);
    expect(rig.wire.slice(-2)).toEqual(['close', 'apologise CA1']);
    await rig.settle();
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('hung up meanwhile, as the carrier tells: the call is over at once', () => {
    const { rig, caller } = lostInWords();
    rig.exchange.carrierReportedEnd('CA1');
    expect(endsOf(caller)).toMatchObject([{ by: 'caller', reason: 'caller-hung-up' }]);
    expect(rig.wire).not.toContain('apologise CA1');
    rig.clock.advance(20);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('was let go by us: on each attempt to come back the carrier is asked once more', async () => {
    const { rig, caller } = lostInWords();
    rig.hangUp = () => Promise.reject(new Error('unreachable'));
    rig.calls.end(caller.callId, 'now');
    await rig.settle();
    expect(rig.exchange.callerReturns('CA1')).toBeUndefined();
    expect(rig.exchange.callerReturns('CA1')).toBeUndefined();
    await rig.settle();
    expect(rig.exchange.attachCaller(caller.callId, new Phone(rig.clock, 0), true)).toBeUndefined();
    expect(rig.exchange.callerReturns('CA1')).toBeUndefined();
    expect(rig.wire.slice(-4)).toEqual(['hang up CA1', 'phone close', 'apologise CA1', 'apologise CA1']);
    await rig.settle();
    rig.clock.advance(20);
    expect(rig.clock.pendingTimers).toBe(0);
  });
});

describe('what was under way when a stream was lost', () => {
  it('before the model was there: the greeting comes when both are, and once', () => {
    const rig = new CallRig();
    const caller = rig.call();
    caller.sends(200, 0x11);
    caller.stream.onClosed('lost');
    caller.model.ready();
    expect(rig.wire).toEqual([]);
    rig.clock.advance(5000);
    const back = backOn(rig, caller);
    expect(rig.wire).toEqual(['create alone: Say exactly: Hello.']);
    back.model.respond('greeting', { hello: 1000 });
    back.sends(1500);
    expect(caller.call.phase.name).toBe('live');
    expect(back.model.heard.includes(Buffer.alloc(160, 0x11))).toBe(true);
  });

  it('a greeting of which nothing was heard is said when they are back, and one that was heard in part is not', () => {
    for (const heardMs of [0, 400]) {
      const rig = new CallRig();
      const caller = rig.call();
      caller.model.ready();
      if (heardMs > 0) caller.model.begin('greeting', { hello: 1000 });
      caller.sends(heardMs);
      caller.stream.onClosed('lost');
      if (heardMs > 0) caller.model.done('greeting', 'cancelled');
      backOn(rig, caller);
      const note = rig.wire.find((line) => line.startsWith('note')) ?? '';
      expect([heardMs, note.includes('Greet them now: Hello.')]).toEqual([heardMs, heardMs === 0]);
      expect(rig.wire.filter((line) => line.startsWith('create alone'))).toHaveLength(1);
    }
  });

  it('the agent’s goodbye is called off: they never heard it', async () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1', { goodbye: 1500 });
    caller.model.callTool('r1', 't1', 'end_call');
    caller.model.audioDone('r1', 'goodbye');
    caller.model.done('r1');
    await rig.settle();
    caller.sends(500);
    caller.stream.onClosed('lost');
    rig.clock.advance(30_000);
    expect(endsOf(caller)).toEqual([]);
    backOn(rig, caller);
    expect(rig.wire.at(-1)).toBe('create');
  });

  it('a transfer and an end that waited for the agent’s words go ahead', async () => {
    for (const act of ['transfer', 'end'] as const) {
      const rig = new CallRig();
      const caller = rig.greetedCall();
      caller.model.respond('r1', { one: 5000 });
      caller.sends(500);
      if (act === 'end') rig.calls.end(caller.callId, 'after-words');
      else rig.on(caller.callId, (call) => call.transfer({ to: PERSON, way: 'blind', announcement: '' }));
      caller.stream.onClosed('lost');
      await rig.settle();
      expect(rig.wire).toContain(act === 'end' ? 'hang up CA1' : `put CA1 through to ${PERSON}`);
      expect(caller.facts).not.toContain('caller.wasLost');
      if (act === 'end') continue;
      rig.clock.advance(70_000);
      expect(endsOf(caller)).toEqual([]);
      rig.outbound.transferEnded(caller.callId, 'transfer_1', 'busy');
      rig.attach(caller.callId);
      expect(rig.wire.slice(-2)).toEqual([expect.stringMatching(/^note transfer_1: /), 'create']);
    }
  });

  it('an order to put them through that the carrier never answered: their return tells that it was not taken', async () => {
    const { CarrierError } = await import('../../../shared/line/carrier-failure');
    const rig = new CallRig();
    rig.putThrough = () => Promise.reject(new CarrierError('timed-out'));
    const caller = rig.greetedCall();
    rig.on(caller.callId, (call) => call.transfer({ to: PERSON, way: 'blind', announcement: '' }));
    caller.stream.onClosed('lost');
    await rig.settle();
    backOn(rig, caller);
    expect(caller.fact('transfer.failed')).toMatchObject({ failure: 'carrier-refused' });
    expect(caller.call).toMatchObject({ transfer: null, floor: 'agent' });
    expect(rig.wire.at(-1)).toBe('create');
  });

  it('an operator who has the floor keeps it, and the agent says nothing', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    const operator = new Operator(rig, caller);
    operator.takeOver();
    rig.wire.length = 0;
    caller.stream.onClosed('lost');
    rig.clock.advance(2000);
    const back = backOn(rig, caller);
    expect(caller.call).toMatchObject({ floor: 'operator', lostSince: null });
    expect(rig.wire).toEqual([expect.stringMatching(/^note back_1: /)]);
    back.model.begin('own', { own: 500 });
    expect(back.phone.allSentBytes).toBe(0);
  });

  it('limits do not act on a caller who is not there, and act when they are back', () => {
    const rig = new CallRig({
      ...GREETER,
      limits: { ...GREETER.limits, longestSilenceSeconds: 10, longestCallMinutes: 1 },
    });
    const caller = rig.greetedCall();
    caller.stream.onClosed('lost');
    rig.clock.advance(59_000);
    expect(caller.facts).not.toContain('limit.reached');
    backOn(rig, caller);
    expect(caller.fact('limit.reached')).toMatchObject({ limit: 'longest-call' });
  });

  it('a model that is lost too is replaced when they are back, by one that knows what was said', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.tell({ type: 'agentTranscript', responseId: 'greeting', itemId: 'hello', text: 'Hello.' });
    caller.stream.onClosed('lost');
    caller.model.tell({ type: 'failed', failure: 'lost', detail: 'gone' });
    expect(endsOf(caller)).toEqual([]);
    backOn(rig, caller);
    expect(rig.models.legs).toHaveLength(2);
    rig.models.last.ready();
    expect(rig.models.last.frames).toEqual(['seed hello', expect.stringMatching(/^note back_1: /), 'create']);
  });
});

describe('losses at any moment', () => {
  const step = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ act: fc.constant('agent speaks' as const), ms: fc.integer({ min: 20, max: 3000 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ act: fc.constant('time passes' as const), ms: fc.integer({ min: 0, max: 4000 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ act: fc.constant('is lost' as const), ms: fc.integer({ min: 0, max: 20_000 }) }),
    },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('is replaced' as const), ms: fc.constant(0) }) },
  );

  it('greet once, keep the record true to what was heard, and leave nothing behind', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.boolean(), (steps, isReadyFirst) => {
        const rig = new CallRig();
        let caller = rig.call();
        const { model } = caller;
        const heardOf = new Map<string, number>();
        const sent: { readonly itemId: string; readonly phone: Phone; readonly from: number; readonly to: number }[] =
          [];
        if (isReadyFirst) {
          model.ready();
          model.respond('greeting', { hello: 800 });
          sent.push({ itemId: 'hello', phone: caller.phone, from: 0, to: caller.phone.allSentBytes });
        }
        let responses = 0;
        for (const { act, ms } of steps) {
          const ms20 = Math.ceil(ms / 20) * 20;
          if (act === 'time passes') caller.sends(ms20);
          if (act === 'agent speaks' && isReadyFirst) {
            const [id, { phone }] = [`item_${String(++responses)}`, caller];
            const from = phone.allSentBytes;
            model.respond(`r${String(responses)}`, { [id]: ms });
            if (phone.allSentBytes > from) sent.push({ itemId: id, phone, from, to: phone.allSentBytes });
          }
          if (act === 'is lost' || act === 'is replaced') {
            if (act === 'is lost') caller.stream.onClosed('lost');
            for (const { itemId, phone, from, to } of sent)
              if (phone === caller.phone) heardOf.set(itemId, phone.heardMs(from, to));
            rig.clock.advance(ms20);
            caller = backOn(rig, caller);
          }
        }
        if (!isReadyFirst) model.ready();
        expect(rig.wire.filter((line) => line.includes('Say exactly: Hello.')).length).toBeLessThanOrEqual(1);
        expect(caller.call.lostSince).toBeNull();
        for (const event of caller.events)
          if (event.type === 'agent.interrupted')
            for (const { itemId, heardMs } of event.cuts) {
              expect(heardMs).toBeLessThanOrEqual((heardOf.get(itemId) ?? 0) + 20);
              expect(heardMs).toBeGreaterThanOrEqual((heardOf.get(itemId) ?? 0) - 60);
            }
        expect(endsOf(caller)).toEqual([]);
        caller.stream.onClosed('stopped');
        rig.clock.advance(20_000);
        expect(rig.clock.pendingTimers).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
