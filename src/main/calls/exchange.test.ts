import { describe, expect, it } from 'vitest';
import { reachedDeskLimit } from '../../shared/call/desk-limits';
import { CallRig, GREETER, type Caller } from '../call/call.fixture';
import type { KnownCall } from '../ports/ports';
import { Phone } from '../call/phone.fixture';

const RING = { carrierCallId: 'CA1', from: '+12125550187', to: '+14155550134' };

describe('a ring', () => {
  it('admits a call at once, without the model, and pins its agent', () => {
    const rig = new CallRig();
    const verdict = rig.exchange.ring(RING);
    expect(verdict).toEqual({ admitted: true, callId: 'call_1' });
    expect(rig.models.legs).toEqual([]);
    expect(rig.journal.map(({ event }) => event)).toEqual([
      {
        type: 'call.rang',
        from: '+12125550187',
        to: '+14155550134',
        agent: { id: GREETER.id, name: GREETER.name, version: GREETER.version },
        carrierCallId: 'CA1',
        practice: false,
      },
    ]);
  });

  it('keeps what the carrier says about the caller', () => {
    const rig = new CallRig();
    const caller = { name: 'BLUM ANNA', attested: 'A', forwardedFrom: '+14155550100' } as const;
    rig.exchange.ring({ ...RING, caller });
    expect(rig.journal[0]?.event).toMatchObject({ type: 'call.rang', caller });
  });

  it('that is played again begins nothing, while the call lasts and after it', () => {
    const rig = new CallRig();
    const first = rig.exchange.ring(RING);
    expect(rig.exchange.ring(RING)).toEqual(first);
    rig.exchange.carrierReportedEnd('CA1');
    expect(rig.exchange.ring(RING)).toEqual({ admitted: false, reason: 'over' });
    expect(rig.journal.map(({ event }) => event.type)).toEqual(['call.rang', 'call.ended']);
  });

  it('refuses a call beyond the limit, and takes one again when another is over', () => {
    const rig = new CallRig(GREETER, 2);
    const caller = rig.call();
    rig.call();
    const third = { ...RING, carrierCallId: 'CA3' };
    expect(rig.exchange.ring(third)).toEqual({ admitted: false, reason: 'full' });
    caller.stream.onClosed('stopped');
    expect(rig.exchange.ring(third)).toMatchObject({ admitted: true });
  });

  it('is refused at a limit of the desk, calls that are on go on, and calls out are refused as well', async () => {
    const rig = new CallRig();
    const caller = rig.call();
    rig.deskLimit = (calls) => reachedDeskLimit({ calls: 1, spendUsd: 5 }, { calls, spentUsd: 0 });
    expect(rig.exchange.ring({ ...RING, carrierCallId: 'CA2' })).toEqual({ admitted: false, reason: 'full' });
    rig.deskLimit = (calls) => reachedDeskLimit({ calls: 9, spendUsd: 5 }, { calls, spentUsd: 5.01 });
    expect(rig.exchange.ring({ ...RING, carrierCallId: 'CA2' })).toEqual({ admitted: false, reason: 'spent' });
    const dialled = await rig.outbound.dialler.dial({ from: '+2', to: '+3', opening: '' });
    expect(dialled).toMatchObject({ ok: false, code: 'spend-reached' });
    expect(rig.exchange.ring(RING)).toEqual({ admitted: true, callId: caller.callId });
    rig.deskLimit = (calls) => reachedDeskLimit({ calls: 2, spendUsd: 5 }, { calls, spentUsd: 4.99 });
    expect(rig.exchange.ring({ ...RING, carrierCallId: 'CA2' })).toMatchObject({ admitted: true });
  });

  it('whose stream never comes is over after 75 s', () => {
    const rig = new CallRig();
    const callId = rig.ring();
    rig.clock.advance(75_000);
    expect(rig.journal.at(-1)?.event).toEqual({ type: 'call.ended', by: 'caller', reason: 'caller-never-arrived' });
    expect(rig.exchange.attachCaller(callId, new Phone(rig.clock, 0))).toBeUndefined();
    expect(rig.models.legs).toEqual([]);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('that is played again after a restart begins nothing', () => {
    const rig = new CallRig(GREETER, 100, [['CA1', 'call_of_yesterday']]);
    expect(rig.exchange.ring(RING)).toEqual({ admitted: false, reason: 'over' });
    rig.exchange.carrierReportedEnd('CA1');
    expect(rig.journal).toEqual([]);
    expect(rig.exchange.ring({ ...RING, carrierCallId: 'CA2' })).toMatchObject({ admitted: true });
  });

  it('is remembered for twenty thousand calls, the live ones for as long as they live', () => {
    const before = Array.from({ length: 18_000 }, (_, index): KnownCall => [`CAold${String(index)}`, 'before']);
    const rig = new CallRig(GREETER, 5000, before);
    const live = rig.ring();
    for (let i = 0; i < 2500; i += 1) {
      rig.ring();
      rig.exchange.carrierReportedEnd(`CA${String(i + 2)}`);
    }
    expect(rig.exchange.ring(RING)).toEqual({ admitted: true, callId: live });
    expect(rig.exchange.ring({ ...RING, carrierCallId: 'CAold0' })).toMatchObject({ admitted: true });
    expect(rig.exchange.ring({ ...RING, carrierCallId: 'CAold600' })).toMatchObject({ admitted: false });
    expect(rig.exchange.ring({ ...RING, carrierCallId: 'CA2501' })).toEqual({ admitted: false, reason: 'over' });
  });
});

describe('a stream', () => {
  it('is taken once a call', () => {
    const rig = new CallRig();
    const caller = rig.call();
    expect(rig.exchange.attachCaller(caller.callId, new Phone(rig.clock, 0))).toBeUndefined();
    expect(rig.exchange.attachCaller('call_99', new Phone(rig.clock, 0))).toBeUndefined();
    expect(rig.models.legs).toHaveLength(1);
  });

  it('of a call that is ended while it begins leaves no model leg', () => {
    const rig = new CallRig();
    const callId = rig.ring();
    rig.onRecord = ({ event }) => {
      if (event.type === 'model.connecting') rig.exchange.carrierReportedEnd('CA1');
    };
    expect(rig.exchange.attachCaller(callId, new Phone(rig.clock, 0))).toBeUndefined();
    expect(rig.models.openLegs).toBe(0);
    expect(rig.clock.pendingTimers).toBe(0);
    expect(rig.journal.filter(({ event }) => event.type === 'call.ended')).toHaveLength(1);
  });
});

describe('the end of a call', () => {
  it('4.16 by the carrier and by the stream is one end, whichever comes first', () => {
    const one = new CallRig();
    const first = one.call();
    one.exchange.carrierReportedEnd('CA1');
    one.exchange.carrierReportedEnd('CA1');
    first.stream.onClosed('stopped');
    expect(first.facts.filter((type) => type === 'call.ended')).toHaveLength(1);
    expect(one.models.openLegs).toBe(0);
    expect(one.clock.pendingTimers).toBe(0);

    const other = new CallRig();
    const second = other.call();
    second.stream.onClosed('stopped');
    other.exchange.carrierReportedEnd('CA1');
    other.exchange.carrierReportedEnd('CA-unknown');
    expect(second.events).toEqual(first.events);
  });

  it('keeps the carrier’s number for what was wrong with the stream, before it and after it', () => {
    const rig = new CallRig();
    const caller = rig.call();
    rig.exchange.streamFailed('CA1', 31930);
    caller.stream.onClosed('lost');
    rig.exchange.streamFailed('CA1', 31924);
    rig.exchange.streamFailed('CA-unknown', 31924);
    expect(rig.journal.flatMap(({ event }) => (event.type === 'caller.streamFailed' ? [event.code] : []))).toEqual([
      31930, 31924,
    ]);
    expect(rig.journal.at(-1)?.callId).toBe(caller.callId);
  });

  it('by the operator hangs up at the carrier before the stream closes', async () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    expect(rig.calls.end(caller.callId, 'now')).toBeUndefined();
    expect(caller.fact('call.ended')).toEqual({ type: 'call.ended', by: 'operator', reason: 'operator-ended' });
    expect(rig.wire).toEqual(['close', 'hang up CA1']);
    await rig.settle();
    expect(rig.wire).toEqual(['close', 'hang up CA1', 'phone close']);
    expect(rig.clock.pendingTimers).toBe(0);
    expect(rig.calls.end(caller.callId, 'now')).toBe('call-over');
    expect(rig.calls.end('call_99', 'now')).toBe('no-such-call');
  });

  it('by the operator while it rings hangs up as well', async () => {
    const rig = new CallRig();
    const callId = rig.ring();
    expect(rig.on(callId, (call) => call.stopWords())).toBe('not-live');
    expect(rig.calls.end(callId, 'now')).toBeUndefined();
    await rig.settle();
    expect(rig.wire).toEqual(['hang up CA1']);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('closes the stream after 3 s when the carrier does not answer, and at once when it refuses', async () => {
    const rig = new CallRig();
    rig.hangUp = () => new Promise(() => undefined);
    rig.calls.end(rig.greetedCall().callId, 'now');
    await rig.settle();
    rig.clock.advance(2999);
    await rig.settle();
    expect(rig.wire).toEqual(['close', 'hang up CA1']);
    rig.clock.advance(1);
    await rig.settle();
    expect(rig.wire).toEqual(['close', 'hang up CA1', 'phone close']);

    rig.hangUp = () => Promise.reject(new Error('no answer'));
    rig.calls.end(rig.greetedCall().callId, 'now');
    await rig.settle();
    expect(rig.wire).toEqual(['close', 'hang up CA2', 'phone close']);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('of Switchboard has the carrier tell every caller, and waits for what is hanging up', async () => {
    const rig = new CallRig();
    const callers = [rig.greetedCall(), rig.greetedCall(), rig.call()];
    const ringing = rig.ring();
    const asked: (() => void)[] = [];
    rig.hangUp = () => new Promise((resolve) => asked.push(resolve));
    rig.calls.end(callers[0]?.callId ?? '', 'now');
    rig.wire.length = 0;

    let isStopped = false;
    const stopped = rig.exchange.stop().then(() => (isStopped = true));
    await rig.settle();
    expect(rig.wire).toEqual(['close', 'apologise CA2', 'close', 'apologise CA3', 'apologise CA4']);
    expect(isStopped).toBe(false);
    for (const letGo of asked) letGo();
    await stopped;
    expect(rig.wire.slice(5)).toEqual(['phone close', 'phone close', 'phone close']);
    for (const caller of callers.slice(1))
      expect(caller.fact('call.ended')).toMatchObject({ by: 'switchboard', reason: 'switchboard-stopped' });
    expect(rig.exchange.ring({ ...RING, carrierCallId: 'CA9' })).toEqual({ admitted: false, reason: 'stopping' });
    expect(rig.exchange.attachCaller(ringing, new Phone(rig.clock, 0))).toBeUndefined();
    expect(rig.exchange.calls.size).toBe(0);
    expect(rig.clock.pendingTimers).toBe(0);
  });
});

describe('many calls', () => {
  it('3a.1 keeps twenty-five apart, whatever each of them does', async () => {
    const rig = new CallRig();
    const callers: Caller[] = [];
    for (let i = 0; i < 25; i += 1) {
      const caller = rig.call(i * 4);
      callers.push(caller);
      caller.sends(100, i + 1);
    }
    const ids = (i: number): Readonly<Record<'greeting' | 'hello' | 'answer' | 'tool', string>> => ({
      greeting: `r${String(i)}a`,
      hello: `hello${String(i)}`,
      answer: `answer${String(i)}`,
      tool: `tool${String(i)}`,
    });
    callers.forEach(({ model }) => model.ready());
    callers.forEach(({ model }, i) => {
      const { greeting, hello } = ids(i);
      model.begin(greeting);
      model.audio(greeting, hello, 500, i + 1);
      model.audioDone(greeting, hello);
      model.done(greeting);
    });
    callers.forEach((caller, i) => caller.sends(100, i + 1));
    rig.clock.advance(2000);
    callers.forEach(({ model }, i) => {
      const { answer, tool } = ids(i);
      model.begin(`r${String(i)}b`);
      model.audio(`r${String(i)}b`, answer, 3000, i + 1);
      if (i % 3 === 0) model.callTool(`r${String(i)}b`, tool, 'lookup_order');
    });
    await rig.settle();
    rig.clock.advance(700);
    callers.forEach((caller, i) => {
      if (i % 2 === 0) caller.model.callerStarts(`speech${String(i)}`);
      if (i % 5 === 0) caller.stream.onClosed('stopped');
    });
    rig.clock.advance(1000);

    callers.forEach((caller, i) => {
      const only = i + 1;
      expect(caller.model.heard.every((byte) => byte === only || byte === 0xff)).toBe(true);
      for (const command of caller.phone.commands)
        if (command.type === 'audio')
          expect(Buffer.from(command.payload, 'base64').every((byte) => byte === only)).toBe(true);
      expect(caller.model.frames.some((line) => line.startsWith('truncate'))).toBe(i % 2 === 0);
      for (const line of caller.model.frames)
        if (line.startsWith('truncate')) expect(line).toContain(`${ids(i).answer}/`);
      expect(caller.model.frames.filter((line) => line.startsWith('output'))).toEqual(
        i % 3 === 0 ? [`output ${ids(i).tool} shipped`] : [],
      );
      expect(caller.model.isOpen).toBe(i % 5 !== 0);
    });
    expect(rig.exchange.calls.size).toBe(20);
    expect(rig.calls.levels()).toHaveLength(20);
    await rig.exchange.stop();
    expect(rig.models.openLegs).toBe(0);
    rig.clock.advance(5000);
    expect(rig.clock.pendingTimers).toBe(0);
  });
});
