import { describe, expect, it } from 'vitest';
import { CarrierError, type CarrierFailure } from '../../shared/line/carrier-failure';
import { CallRig, GREETER, type Caller } from '../call/call.fixture';
import { Phone } from '../call/phone.fixture';

const TO = '+12125550187';
const request = { from: '+2', to: TO, opening: '' };

/** Events of a call out, whose stream need not be up. */
const factsOf = (rig: CallRig, callId = 'call_1') =>
  rig.journal.flatMap(({ callId: id, event }) => (id === callId ? [event] : []));
const typesOf = (rig: CallRig): readonly string[] => factsOf(rig).map(({ type }) => type);
const endOf = (rig: CallRig) => factsOf(rig).find(({ type }) => type === 'call.ended');

/** A call out at the carrier, with its agent connected. */
async function ringing(opening = ''): Promise<CallRig> {
  const rig = new CallRig();
  expect(await rig.outbound.dialler.dial({ ...request, opening })).toEqual({ ok: true, callId: 'call_1' });
  rig.models.last.ready();
  rig.outbound.calleeProgressed('call_1', 'CA_out', 'queued');
  rig.outbound.calleeProgressed('call_1', 'CA_out', 'ringing');
  return rig;
}

async function answered(opening = ''): Promise<{ rig: CallRig; callee: Caller }> {
  const rig = await ringing(opening);
  expect(rig.outbound.calleeAnswered('call_1', 'CA_out')).toBe(true);
  return { rig, callee: rig.attach('call_1') };
}

describe('a call out', () => {
  it('is a call from when it rings, with its agent ready before it is answered', async () => {
    const rig = await ringing();
    expect(factsOf(rig)).toEqual([
      {
        type: 'call.rang',
        from: '+2',
        to: TO,
        direction: 'out',
        agent: { id: GREETER.id, name: GREETER.name, version: GREETER.version },
        carrierCallId: 'CA_out',
        practice: false,
      },
      { type: 'model.connecting', model: GREETER.model },
      { type: 'call.progressed', state: 'queued' },
      { type: 'call.progressed', state: 'ringing' },
    ]);
    expect(rig.wire).toEqual([`dial ${TO} from +2`]);
  });

  it('has the agent speak at once when it is answered', async () => {
    const { rig, callee } = await answered('Good morning, this is about your order.');
    expect(callee.facts.slice(4)).toEqual(['call.progressed', 'caller.connected', 'model.ready']);
    expect(rig.wire.slice(1)).toEqual(['create alone: Say exactly: Good morning, this is about your order.']);
    expect(callee.call).toMatchObject({
      direction: 'out',
      progress: 'answered',
      phase: { name: 'live' },
      floor: 'agent',
      from: '+2',
      to: TO,
    });
    callee.model.respond('greeting', { hello: 1000 });
    callee.sends(1200, 0x11);
    expect(callee.phone.heardMs(0, callee.phone.allSentBytes)).toBe(1000);
    callee.stream.onClosed('stopped');
    expect(endOf(rig)).toMatchObject({ by: 'caller', reason: 'caller-hung-up' });
    expect(rig.models.openLegs).toBe(0);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('greets as the agent does when there is no opening, and waits for a model that is slower than the callee', async () => {
    const rig = new CallRig();
    await rig.outbound.dialler.dial(request);
    rig.outbound.calleeAnswered('call_1', 'CA_out');
    const callee = rig.attach('call_1');
    callee.sends(100, 0x11);
    expect(rig.wire).toHaveLength(1);
    callee.model.ready();
    expect(rig.wire[1]).toBe(`create alone: Say exactly: ${GREETER.greeting}`);
  });

  it('hangs up on a machine where the operator chose so, and not on a person', async () => {
    const rig = new CallRig();
    await rig.outbound.dialler.dial({ ...request, onMachine: 'hang-up' });
    rig.models.last.ready();
    rig.outbound.calleeAnswered('call_1', 'CA_out');
    rig.attach('call_1');
    expect(endOf(rig)).toBeUndefined();
    rig.outbound.calleeProgressed('call_1', 'CA_out', 'answered-by-machine');
    expect(endOf(rig)).toMatchObject({ by: 'switchboard', reason: 'callee-was-machine' });
    expect(rig.wire).toContain('hang up CA_out');
  });

  it('shows that a machine answered, and takes what is late or doubled for no news', async () => {
    const { rig, callee } = await answered();
    rig.outbound.calleeProgressed('call_1', 'CA_out', 'answered-by-machine');
    rig.outbound.calleeProgressed('call_1', 'CA_out', 'ringing');
    rig.outbound.calleeProgressed('call_1', 'CA_out', 'answered');
    rig.outbound.calleeProgressed('call_1', 'CA_other', 'answered-by-machine');
    expect(callee.events.filter(({ type }) => type === 'call.progressed')).toHaveLength(4);
    expect(callee.call.progress).toBe('answered-by-machine');
  });

  it.each([
    ['busy', 'callee-busy'],
    ['no-answer', 'callee-did-not-answer'],
    ['not-reachable', 'callee-not-reachable'],
    ['over', 'caller-hung-up'],
  ] as const)('that comes to nothing (%s) ends as %s, without a trace', async (how, reason) => {
    const rig = await ringing();
    rig.outbound.calleeGone('call_1', 'CA_other', how);
    expect(endOf(rig)).toBeUndefined();
    rig.outbound.calleeGone('call_1', 'CA_out', how);
    expect(endOf(rig)).toMatchObject({ by: 'caller', reason });
    expect(rig.outbound.calleeAnswered('call_1', 'CA_out')).toBe(false);
    expect(rig.exchange.attachCaller('call_1', new Phone(rig.clock, 0))).toBeUndefined();
    expect(rig.models.openLegs).toBe(0);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('of which the carrier says nothing more is hung up in the end', async () => {
    const rig = await ringing();
    rig.clock.advance(165_000);
    expect(endOf(rig)).toMatchObject({ by: 'switchboard', reason: 'callee-not-reachable' });
    await rig.settle();
    expect(rig.wire).toContain('hang up CA_out');
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('is hung up when its agent cannot get on the line', async () => {
    const rig = new CallRig();
    await rig.outbound.dialler.dial(request);
    rig.models.last.tell({ type: 'failed', failure: 'refused', detail: 'no such key' });
    expect(endOf(rig)).toMatchObject({ by: 'switchboard', reason: 'model-refused' });
    await rig.settle();
    expect(rig.wire).toContain('hang up CA_out');
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('is ended by the operator while it rings', async () => {
    const rig = await ringing();
    expect(rig.calls.end('call_1', 'after-words')).toBeUndefined();
    expect(endOf(rig)).toMatchObject({ by: 'operator', reason: 'operator-ended' });
    await rig.settle();
    expect(rig.wire).toContain('hang up CA_out');
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('has its longest time counted from when it was answered', async () => {
    const rig = await ringing();
    rig.clock.advance(60_000);
    rig.outbound.calleeAnswered('call_1', 'CA_out');
    const callee = rig.attach('call_1');
    callee.model.respond('greeting', { hello: 100 });
    rig.clock.advance(GREETER.limits.longestCallMinutes * 60_000 - 1);
    expect(callee.fact('limit.reached')).toBeUndefined();
    rig.clock.advance(1);
    expect(callee.fact('limit.reached')).toMatchObject({ limit: 'longest-call' });
  });

  it('is bounded at the carrier an hour beyond its longest time, unless it may go on at that', async () => {
    const asked: (number | null)[] = [];
    for (const then of ['say-goodbye', 'raise-to-operator'] as const) {
      const rig = new CallRig({ ...GREETER, limits: { ...GREETER.limits, longestCallMinutes: 20, then } });
      rig.dial = (order) => {
        asked.push(order.longestMinutes);
        return Promise.resolve('CA_out');
      };
      await rig.outbound.dialler.dial(request);
    }
    expect(asked).toEqual([80, null]);
  });

  it('can be put through to a person, who sees our line', async () => {
    const { rig, callee } = await answered();
    let [from, isCallOut] = ['', false];
    rig.putThrough = (order) => {
      [from, isCallOut] = [order.from, order.isCallOut];
      return Promise.resolve();
    };
    callee.model.respond('greeting', { hello: 100 });
    callee.sends(200);
    expect(
      rig.on('call_1', (call) => call.transfer({ to: '+15551230000', way: 'blind', announcement: '' })),
    ).toBeUndefined();
    expect([from, isCallOut]).toEqual(['+2', true]);
  });
});

describe('dialling', () => {
  it('the same number again from the same line is the same call, until it is over', async () => {
    const rig = new CallRig();
    let answer = (_id: string): void => undefined;
    rig.dial = () => new Promise((resolve) => (answer = resolve));
    const asked = [rig.outbound.dialler.dial(request), rig.outbound.dialler.dial(request)];
    answer('CA_out');
    expect(await Promise.all(asked)).toEqual([
      { ok: true, callId: 'call_1' },
      { ok: true, callId: 'call_1' },
    ]);
    expect(await rig.outbound.dialler.dial(request)).toEqual({ ok: true, callId: 'call_1' });
    expect(rig.wire).toHaveLength(1);
    rig.outbound.calleeGone('call_1', 'CA_out', 'busy');
    rig.dial = () => Promise.resolve('CA_again');
    expect(await rig.outbound.dialler.dial(request)).toEqual({ ok: true, callId: 'call_2' });
  });

  it('is refused, with nothing asked of the carrier, when it cannot be', async () => {
    const rig = new CallRig(GREETER, 1);
    expect(await rig.outbound.dialler.dial({ ...request, to: '112' })).toMatchObject({
      ok: false,
      code: 'not-a-number',
    });
    expect(await rig.outbound.dialler.dial({ ...request, from: '+3' })).toMatchObject({
      ok: false,
      code: 'line-not-live',
    });
    expect(await rig.outbound.dialler.dial({ ...request, agentId: 'nobody' })).toMatchObject({
      ok: false,
      code: 'no-such-agent',
    });
    rig.ring();
    expect(await rig.outbound.dialler.dial(request)).toMatchObject({ ok: false, code: 'desk-full' });
    await rig.exchange.stop();
    expect(await rig.outbound.dialler.dial(request)).toMatchObject({ ok: false, code: 'stopping' });
    expect(rig.wire).toEqual(['apologise CA1']);
    expect(typesOf(rig)).toEqual(['call.rang', 'call.ended']);
  });

  it.each<[CarrierFailure, number | undefined, string, string]>([
    ['to-not-verified', 21219, 'to-not-verified', 'Twilio 21219'],
    ['region-not-permitted', 21215, 'region-not-permitted', 'Twilio 21215'],
    ['to-refused', 21211, 'to-refused', 'Twilio 21211'],
    ['from-refused', 21210, 'from-refused', 'Twilio 21210'],
    ['timed-out', undefined, 'carrier-unreachable', ''],
    ['refused', 99999, 'carrier-refused', 'Twilio 99999'],
    ['no-public-address', undefined, 'no-public-address', ''],
  ])('that the carrier refuses (%s) leaves no call', async (failure, vendorCode, code, detail) => {
    const rig = new CallRig();
    rig.dial = () => Promise.reject(new CarrierError(failure, vendorCode));
    expect(await rig.outbound.dialler.dial(request)).toEqual({ ok: false, code, detail });
    expect(rig.journal).toEqual([]);
    expect(rig.outbound.calleeAnswered('call_1', 'CA_out')).toBe(false);
    expect(rig.clock.pendingTimers).toBe(0);
    rig.dial = () => Promise.resolve('CA_out');
    expect(await rig.outbound.dialler.dial(request)).toEqual({ ok: true, callId: 'call_2' });
  });

  it('is a call as soon as the carrier speaks of it, even if it never answers us', async () => {
    const rig = new CallRig();
    let giveUp = (): void => undefined;
    rig.dial = () => new Promise((_resolve, reject) => (giveUp = () => reject(new CarrierError('timed-out'))));
    const asked = rig.outbound.dialler.dial(request);
    rig.outbound.calleeProgressed('call_1', 'CA_out', 'ringing');
    expect(typesOf(rig)).toEqual(['call.rang', 'model.connecting', 'call.progressed']);
    giveUp();
    expect(await asked).toEqual({ ok: true, callId: 'call_1' });
  });

  it('may be over before the carrier has answered us', async () => {
    const rig = new CallRig();
    let answer = (_id: string): void => undefined;
    rig.dial = () => new Promise((resolve) => (answer = resolve));
    const asked = rig.outbound.dialler.dial(request);
    rig.outbound.calleeGone('call_1', 'CA_out', 'busy');
    answer('CA_out');
    expect(await asked).toEqual({ ok: true, callId: 'call_1' });
    expect(typesOf(rig)).toEqual(['call.rang', 'model.connecting', 'call.ended']);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('counts towards the room there is while it is being placed', async () => {
    const rig = new CallRig(GREETER, 1);
    rig.dial = () => new Promise(() => undefined);
    void rig.outbound.dialler.dial(request);
    expect(await rig.outbound.dialler.dial({ ...request, to: '+13125550142' })).toMatchObject({ code: 'desk-full' });
  });

  it('that is under way when Switchboard stops is hung up', async () => {
    const rig = new CallRig();
    let answer = (_id: string): void => undefined;
    rig.dial = () => new Promise((resolve) => (answer = resolve));
    const asked = rig.outbound.dialler.dial(request);
    const stopped = Promise.all([rig.exchange.stop(), rig.outbound.stop()]);
    answer('CA_out');
    expect(await asked).toEqual({ ok: false, code: 'ended', detail: '' });
    await stopped;
    expect(rig.wire).toContain('hang up CA_out');
    expect(rig.journal).toEqual([]);
    expect(rig.clock.pendingTimers).toBe(0);

    const slow = new CallRig();
    slow.dial = () => new Promise(() => undefined);
    void slow.outbound.dialler.dial(request);
    const given = slow.outbound.stop();
    slow.clock.advance(3000);
    await given;
  });
});
