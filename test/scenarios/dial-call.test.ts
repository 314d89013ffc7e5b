import { afterEach, describe, expect, it } from 'vitest';
import { onCall } from '../../src/main/calls/call-registry.fixture';
import type { CalledScript } from '../../src/simulator/twilio/called/called-person';
import type { SimulatedCall } from '../../src/simulator/twilio/simulated-call';
import { CALLER, LINE, openPhoneRig, PERSON, type PhoneRig } from './phone-rig.fixture';

const OPENING = 'Good morning, this is about your order.';
const request = { from: LINE, to: CALLER, opening: OPENING };
let rig: PhoneRig;

afterEach(async () => {
  await rig.close();
});

/** Calls somebody with this script; returns the phone that the carrier calls. */
async function dialled(script: CalledScript): Promise<SimulatedCall> {
  rig = await openPhoneRig({ called: () => script });
  const outcome = await rig.side.outbound.dialler.dial(request);
  expect(outcome).toEqual({ ok: true, callId: rig.callId() });
  const [call] = rig.placed;
  if (call === undefined) throw new Error('nothing was placed');
  return call;
}

const states = () => rig.events().flatMap((event) => (event.type === 'call.progressed' ? [event.state] : []));
const sessionsOpen = () => rig.model.sessions.filter(({ closeCode }) => closeCode === undefined).length;

async function expectNothingLeft(): Promise<void> {
  expect(rig.side.exchange.calls.size).toBe(0);
  await rig.untilTrue(() => sessionsOpen() === 0);
}

describe('a call out', () => {
  it('rings with its agent on the line, which speaks as it is answered; both hear each other', async () => {
    const call = await dialled({ then: 'by-hand' });
    await rig.untilTrue(() => rig.model.sessions.length === 1 && states().includes('ringing'));
    await rig.model.sessions[0]?.log.until(({ type }) => type === 'session.updated');
    expect(rig.call()).toMatchObject({ direction: 'out', from: LINE, to: CALLER, phase: { name: 'ringing' } });
    expect(rig.events().map(({ type }) => type)).not.toContain('agent.startedResponse');

    call.pickUp();
    await call.untilAgentSpeaks();
    expect(rig.call()).toMatchObject({ progress: expect.stringMatching(/^answered/) as string, floor: 'agent' });
    await call.untilAgentQuiet(300);
    expect(call.heard().bytes.equals(rig.voice(OPENING))).toBe(true);
    await call.speak(rig.clip('anna-hours'));
    await rig.untilTrue(() => rig.call().turns.some((turn) => turn.kind === 'agent' && /Saturday/.test(turn.text)));
    call.hangUp();
    expect(await call.ended).toMatchObject({ status: 'completed', codes: [], violations: [], spoken: [] });
    expect(await rig.until('call.ended')).toMatchObject({ by: 'caller', reason: 'caller-hung-up' });
    expect(states()[0]).toBe('queued');
    await expectNothingLeft();
  });

  it.each([
    ['is-busy', 'callee-busy'],
    ['does-not-answer', 'callee-did-not-answer'],
    ['cannot-be-reached', 'callee-not-reachable'],
  ] as const)('to somebody who %s ends as %s', async (then, reason) => {
    const call = await dialled({ then });
    expect(await rig.until('call.ended')).toMatchObject({ by: 'caller', reason });
    expect(await call.ended).toMatchObject({ codes: [], violations: [] });
    await expectNothingLeft();
  });

  it('answered by a machine says so', async () => {
    const call = await dialled({ then: 'answers', isMachine: true });
    await rig.untilTrue(() => states().includes('answered-by-machine'));
    expect(rig.call().progress).toBe('answered-by-machine');
    call.hangUp();
    await call.ended;
    await rig.until('call.ended');
    await expectNothingLeft();
  });

  it('is hung up by the operator while it rings, and after', async () => {
    for (const isAnswered of [false, true]) {
      const call = await dialled({ then: 'by-hand' });
      if (isAnswered) {
        call.pickUp();
        await call.untilAgentSpeaks();
      } else {
        await rig.untilTrue(() => states().includes('ringing'));
      }
      rig.calls.end(rig.callId(), 'now');
      expect(await rig.until('call.ended')).toMatchObject({ by: 'operator', reason: 'operator-ended' });
      expect(await call.ended).toMatchObject({ status: 'completed', endedBy: 'rest', spoken: [] });
      await expectNothingLeft();
      if (!isAnswered) await rig.close();
    }
  });

  it('can be put through to a person', async () => {
    const call = await dialled({ then: 'answers', talksMs: 0 });
    await call.untilAgentSpeaks();
    const transfer = { to: PERSON, way: 'blind', announcement: '' } as const;
    expect(onCall(rig.calls, rig.callId(), (call) => call.transfer(transfer))).toBeUndefined();
    expect(await rig.until('call.ended')).toMatchObject({ by: 'operator', reason: 'transferred' });
    expect(await call.ended).toMatchObject({ spoken: [], codes: [] });
    const greeting = rig.voice(OPENING);
    expect(call.heard().bytes.subarray(0, greeting.length).equals(greeting)).toBe(true);
    await expectNothingLeft();
  });

  it('is one call, however often it is asked for at once', async () => {
    rig = await openPhoneRig();
    const asked = await Promise.all([1, 2, 3].map(() => rig.side.outbound.dialler.dial(request)));
    expect(new Set(asked.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(rig.placed).toHaveLength(1);
    expect(rig.carrier.rest).toHaveLength(1);
  });

  it.each([
    [21219, 'to-not-verified'],
    [21215, 'region-not-permitted'],
    [13227, 'region-not-permitted'],
    [21211, 'to-refused'],
    [21210, 'from-refused'],
  ])('that the carrier refuses with %i is none, and says %s', async (vendorCode, code) => {
    rig = await openPhoneRig();
    rig.carrier.refuseCallsTo(CALLER, { code: vendorCode, message: 'no' });
    const detail = `Twilio ${String(vendorCode)}`;
    expect(await rig.side.outbound.dialler.dial(request)).toEqual({ ok: false, code, detail });
    expect(rig.events()).toEqual([]);
    expect(rig.model.sessions).toEqual([]);
  });

  it('from a line that is not live is not asked for', async () => {
    rig = await openPhoneRig();
    const outcome = await rig.side.outbound.dialler.dial({ ...request, from: '+14155550199' });
    expect(outcome).toMatchObject({ ok: false, code: 'line-not-live' });
    expect(rig.carrier.rest).toEqual([]);
  });

  it('that did not reach the carrier can be asked for again', async () => {
    rig = await openPhoneRig();
    rig.carrier.restFaults.arm({ kind: 'reset', path: 'Calls' });
    expect(await rig.side.outbound.dialler.dial(request)).toMatchObject({ ok: false, code: 'carrier-unreachable' });
    expect(rig.events()).toEqual([]);
    expect(await rig.side.outbound.dialler.dial(request)).toMatchObject({ ok: true });
  });
});
