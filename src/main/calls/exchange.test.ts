import { describe, expect, it } from 'vitest';
import { Desk, GREETER, type Caller } from '../call/call.fixture';
import { Phone } from '../call/phone.fixture';

const RING = { carrierCallId: 'CA1', from: '+12125550187', to: '+14155550134' };

describe('a ring', () => {
  it('admits a call at once, without the model, and pins its agent', () => {
    const desk = new Desk();
    const verdict = desk.exchange.ring(RING);
    expect(verdict).toEqual({ admitted: true, callId: 'call_1' });
    expect(desk.models.legs).toEqual([]);
    expect(desk.journal.map(({ event }) => event)).toEqual([
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

  it('that is played again begins nothing, while the call lasts and after it', () => {
    const desk = new Desk();
    const first = desk.exchange.ring(RING);
    expect(desk.exchange.ring(RING)).toEqual(first);
    desk.exchange.carrierReportedEnd('CA1');
    expect(desk.exchange.ring(RING)).toEqual({ admitted: false, reason: 'over' });
    expect(desk.journal.map(({ event }) => event.type)).toEqual(['call.rang', 'call.ended']);
  });

  it('finds the desk full, and free again when a call is over', () => {
    const desk = new Desk(GREETER, 2);
    const caller = desk.call();
    desk.call();
    const third = { ...RING, carrierCallId: 'CA3' };
    expect(desk.exchange.ring(third)).toEqual({ admitted: false, reason: 'full' });
    caller.stream.onClosed('stopped');
    expect(desk.exchange.ring(third)).toMatchObject({ admitted: true });
  });

  it('whose stream never comes is over after 75 s', () => {
    const desk = new Desk();
    const callId = desk.ring();
    desk.clock.advance(75_000);
    expect(desk.journal.at(-1)?.event).toEqual({ type: 'call.ended', by: 'caller', reason: 'caller-never-arrived' });
    expect(desk.exchange.attachCaller(callId, new Phone(desk.clock, 0))).toBeUndefined();
    expect(desk.models.legs).toEqual([]);
    expect(desk.clock.pendingTimers).toBe(0);
  });

  it('is remembered for two thousand calls, the live ones for as long as they live', () => {
    const desk = new Desk(GREETER, 5000);
    const live = desk.ring();
    for (let i = 0; i < 2500; i += 1) {
      desk.ring();
      desk.exchange.carrierReportedEnd(`CA${String(i + 2)}`);
    }
    expect(desk.exchange.ring(RING)).toEqual({ admitted: true, callId: live });
    expect(desk.exchange.ring({ ...RING, carrierCallId: 'CA2' })).toMatchObject({ admitted: true });
    expect(desk.exchange.ring({ ...RING, carrierCallId: 'CA2501' })).toEqual({ admitted: false, reason: 'over' });
  });
});

describe('a stream', () => {
  it('is taken once a call', () => {
    const desk = new Desk();
    const caller = desk.call();
    expect(desk.exchange.attachCaller(caller.callId, new Phone(desk.clock, 0))).toBeUndefined();
    expect(desk.exchange.attachCaller('call_99', new Phone(desk.clock, 0))).toBeUndefined();
    expect(desk.models.legs).toHaveLength(1);
  });

  it('of a call that is ended while it begins leaves no model leg', () => {
    const desk = new Desk();
    const callId = desk.ring();
    desk.onRecord = ({ event }) => {
      if (event.type === 'model.connecting') desk.exchange.carrierReportedEnd('CA1');
    };
    expect(desk.exchange.attachCaller(callId, new Phone(desk.clock, 0))).toBeUndefined();
    expect(desk.models.openLegs).toBe(0);
    expect(desk.clock.pendingTimers).toBe(0);
    expect(desk.journal.filter(({ event }) => event.type === 'call.ended')).toHaveLength(1);
  });
});

describe('the end of a call', () => {
  it('4.16 by the carrier and by the stream is one end, whichever comes first', () => {
    const one = new Desk();
    const first = one.call();
    one.exchange.carrierReportedEnd('CA1');
    one.exchange.carrierReportedEnd('CA1');
    first.stream.onClosed('stopped');
    expect(first.facts.filter((type) => type === 'call.ended')).toHaveLength(1);
    expect(one.models.openLegs).toBe(0);
    expect(one.clock.pendingTimers).toBe(0);

    const other = new Desk();
    const second = other.call();
    second.stream.onClosed('stopped');
    other.exchange.carrierReportedEnd('CA1');
    other.exchange.carrierReportedEnd('CA-unknown');
    expect(second.events).toEqual(first.events);
  });

  it('by the operator hangs up at the carrier before the stream closes', async () => {
    const desk = new Desk();
    const caller = desk.greetedCall();
    expect(desk.calls.end(caller.callId, 'now')).toBeUndefined();
    expect(caller.fact('call.ended')).toEqual({ type: 'call.ended', by: 'operator', reason: 'operator-ended' });
    expect(desk.wire).toEqual(['close', 'hang up CA1']);
    await desk.settle();
    expect(desk.wire).toEqual(['close', 'hang up CA1', 'phone close']);
    expect(desk.clock.pendingTimers).toBe(0);
    expect(desk.calls.end(caller.callId, 'now')).toBe('call-over');
    expect(desk.calls.end('call_99', 'now')).toBe('no-such-call');
  });

  it('by the operator while it rings hangs up as well', async () => {
    const desk = new Desk();
    const callId = desk.ring();
    expect(desk.on(callId, (call) => call.stopWords())).toBe('not-live');
    expect(desk.calls.end(callId, 'now')).toBeUndefined();
    await desk.settle();
    expect(desk.wire).toEqual(['hang up CA1']);
    expect(desk.clock.pendingTimers).toBe(0);
  });

  it('closes the stream after 3 s when the carrier does not answer, and at once when it refuses', async () => {
    const desk = new Desk();
    desk.hangUp = () => new Promise(() => undefined);
    desk.calls.end(desk.greetedCall().callId, 'now');
    await desk.settle();
    desk.clock.advance(2999);
    await desk.settle();
    expect(desk.wire).toEqual(['close', 'hang up CA1']);
    desk.clock.advance(1);
    await desk.settle();
    expect(desk.wire).toEqual(['close', 'hang up CA1', 'phone close']);

    desk.hangUp = () => Promise.reject(new Error('no answer'));
    desk.calls.end(desk.greetedCall().callId, 'now');
    await desk.settle();
    expect(desk.wire).toEqual(['close', 'hang up CA2', 'phone close']);
    expect(desk.clock.pendingTimers).toBe(0);
  });

  it('of the desk ends every call with the sentence after the stream, and waits for what is hanging up', async () => {
    const desk = new Desk();
    const callers = [desk.greetedCall(), desk.greetedCall(), desk.call()];
    const ringing = desk.ring();
    let letGo = (): void => undefined;
    desk.hangUp = () => new Promise((resolve) => (letGo = resolve));
    desk.calls.end(callers[0]?.callId ?? '', 'now');
    desk.wire.length = 0;

    let isStopped = false;
    const stopped = desk.exchange.stop().then(() => (isStopped = true));
    await desk.settle();
    expect(desk.wire).toEqual(['close', 'phone close', 'close', 'phone close']);
    expect(isStopped).toBe(false);
    letGo();
    await stopped;
    expect(desk.wire.at(-1)).toBe('phone close');
    for (const caller of callers.slice(1))
      expect(caller.fact('call.ended')).toMatchObject({ by: 'switchboard', reason: 'switchboard-stopped' });
    expect(desk.exchange.ring({ ...RING, carrierCallId: 'CA9' })).toEqual({ admitted: false, reason: 'stopping' });
    expect(desk.exchange.attachCaller(ringing, new Phone(desk.clock, 0))).toBeUndefined();
    expect(desk.exchange.liveCalls).toBe(0);
    expect(desk.clock.pendingTimers).toBe(0);
  });
});

describe('many calls', () => {
  it('3a.1 keeps twenty-five apart, whatever each of them does', async () => {
    const desk = new Desk();
    const callers: Caller[] = [];
    for (let i = 0; i < 25; i += 1) {
      const caller = desk.call(i * 4);
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
    desk.clock.advance(2000);
    callers.forEach(({ model }, i) => {
      const { answer, tool } = ids(i);
      model.begin(`r${String(i)}b`);
      model.audio(`r${String(i)}b`, answer, 3000, i + 1);
      if (i % 3 === 0) model.callTool(`r${String(i)}b`, tool, 'lookup_order');
    });
    await desk.settle();
    desk.clock.advance(700);
    callers.forEach((caller, i) => {
      if (i % 2 === 0) caller.model.callerStarts(`speech${String(i)}`);
      if (i % 5 === 0) caller.stream.onClosed('lost');
    });
    desk.clock.advance(1000);

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
    expect(desk.exchange.liveCalls).toBe(20);
    expect(desk.calls.levels()).toHaveLength(20);
    await desk.exchange.stop();
    expect(desk.models.openLegs).toBe(0);
    desk.clock.advance(5000);
    expect(desk.clock.pendingTimers).toBe(0);
  });
});
