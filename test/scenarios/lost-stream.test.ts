import { afterEach, describe, expect, it } from 'vitest';
import type { SimulatedCall } from '../../src/simulator/twilio/simulated-call';
import { openPhoneRig, PERSON, type PhoneRig, type PhoneRigOptions } from './phone-rig.fixture';
import { onCall } from '../../src/main/calls/call-registry.fixture';

const GREETING = 'Hello, you have reached the front desk. How can I help you?';
const SORRY = 'We are sorry, we lost the connection. Please call again. Goodbye.';
let rig: PhoneRig;

afterEach(async () => {
  await rig.close();
});

/** Opens a call whose caller hears the first second of the greeting. */
async function greeted(options: PhoneRigOptions = {}): Promise<SimulatedCall> {
  rig = await openPhoneRig({ greeting: GREETING, isCarrierInRealTime: true, ...options });
  const call = rig.dialIn();
  await call.untilHeardMs(1000);
  return call;
}

/** Takes the way from the carrier away, or brings it back. */
function tunnelIs(isThere: boolean): void {
  rig.tunnel.refuse(!isThere);
  if (!isThere) rig.tunnel.reset();
}

async function pass(call: SimulatedCall, ms: number): Promise<void> {
  const untilMs = call.nowMs() + ms;
  await rig.untilTrue(() => call.nowMs() >= untilMs);
}

const creates = () =>
  rig.model.sessions.flatMap(({ log }) => log.entries.filter(({ type }) => type === 'response.create'));
const greetings = () => creates().filter(({ event }) => JSON.stringify(event).includes(`Say exactly: ${GREETING}`));
const returns = () => rig.events().flatMap((event) => (event.type === 'caller.cameBack' ? [event] : []));

/** Expects the record to tell what came out of the phone, to a frame or so for each loss. */
function expectTrueRecord(call: SimulatedCall): void {
  const recordedMs = rig
    .call()
    .turns.flatMap((turn) => (turn.kind === 'agent' ? [turn.speech] : []))
    .reduce((sum, speech) => sum + (speech.state === 'cut' ? speech.heardMs : speech.state === 'heard' ? 0 : NaN), 0);
  const wholeMs = rig.events().reduce((sum, event) => sum + (event.type === 'agent.wasHeard' ? event.heardMs : 0), 0);
  expect(Math.abs(recordedMs + wholeMs - call.heard().heardMs)).toBeLessThanOrEqual(40 + 20 * returns().length);
}

async function ends(call: SimulatedCall): Promise<void> {
  call.hangUp();
  expect(await rig.until('call.ended')).toMatchObject({ reason: 'caller-hung-up' });
  expect((await call.ended).violations).toEqual([]);
  expect(rig.side.exchange.calls.size).toBe(0);
  await rig.untilTrue(() => rig.model.sessions.every(({ closeCode }) => closeCode !== undefined));
}

describe('a caller whose media connection is cut in mid-word', () => {
  it('is back on another one within a second, with the same agent, and can go on', async () => {
    const call = await greeted();
    const [first, lostAtMs] = [call.streamSid, call.nowMs()];
    call.dropSocket();
    await rig.until('caller.cameBack');
    expect(call.streamSid).not.toBe(first);
    await call.untilAgentSpeaks();
    expect(call.nowMs() - lostAtMs).toBeLessThan(2000);
    await call.untilAgentQuiet(500);
    expect(rig.model.sessions).toHaveLength(1);
    expect(greetings()).toHaveLength(1);
    const [cut] = rig.call().turns.filter((turn) => turn.kind === 'agent');
    expect(cut).toMatchObject({ speech: { state: 'cut' } });
    expectTrueRecord(call);
    await call.speak(rig.clip('anna-hours'));
    await rig.untilTrue(() => rig.call().turns.some((turn) => turn.kind === 'agent' && /Saturday/.test(turn.text)));
    expect(rig.call()).toMatchObject({ phase: { name: 'live' }, floor: 'agent', lostSince: null });
    await ends(call);
  });

  it('may lose it again and again', async () => {
    const call = await greeted();
    for (let times = 1; times <= 4; times += 1) {
      call.dropSocket();
      await rig.untilTrue(() => returns().length === times);
      await call.untilAgentSpeaks();
      await pass(call, 300);
    }
    await call.untilAgentQuiet(500);
    expect(greetings()).toHaveLength(1);
    expectTrueRecord(call);
    await ends(call);
  });

  it('loses it before the first frame: the next stream is the first', async () => {
    rig = await openPhoneRig({ greeting: GREETING, isCarrierInRealTime: true });
    const call = rig.dialIn();
    await rig.untilTrue(() => call.webhooks().length > 0);
    tunnelIs(false);
    await pass(call, 1500);
    tunnelIs(true);
    await call.untilHeardMs(1000);
    expect(greetings()).toHaveLength(1);
    await ends(call);
  });
});

describe('a tunnel that is away', () => {
  it.each([3, 10, 30])('for %i s costs a caller that long and a sentence, not the call', async (seconds) => {
    const call = await greeted();
    tunnelIs(false);
    await rig.until('caller.wasLost');
    expect(rig.call().lostSince).not.toBeNull();
    await pass(call, seconds * 1000);
    tunnelIs(true);
    const backAtMs = call.nowMs();
    await rig.until('caller.cameBack');
    await call.untilAgentSpeaks();
    expect(call.nowMs() - backAtMs).toBeLessThan(2600);
    await call.untilAgentQuiet(500);
    expect(returns()[0]?.awayMs).toBeGreaterThanOrEqual(seconds * 1000);
    expect(rig.model.sessions).toHaveLength(1);
    expect(greetings()).toHaveLength(1);
    expectTrueRecord(call);
    await ends(call);
  });

  it('for longer than a minute ends the call, and the caller hears why', async () => {
    const call = await greeted();
    tunnelIs(false);
    expect(await rig.until('call.ended')).toEqual({ type: 'call.ended', by: 'caller', reason: 'caller-lost' });
    const { spoken } = await call.ended;
    expect(spoken.at(-1)).toBe(SORRY);
    expect(spoken).toContain('One moment, please.');
  });

  it('and a carrier that cannot be asked: the caller hears it from the document', async () => {
    const call = await greeted();
    tunnelIs(false);
    rig.carrier.restFaults.arm({ kind: 'reset', times: 1000 });
    await rig.until('call.ended');
    expect((await call.ended).spoken.at(-1)).toBe(SORRY);
  });

  it('when the caller hangs up meanwhile: the call is over once the carrier can tell, or after the wait', async () => {
    const call = await greeted();
    tunnelIs(false);
    await rig.until('caller.wasLost');
    call.hangUp();
    await call.ended;
    expect(rig.side.exchange.calls.size).toBe(1);
    expect(await rig.until('call.ended')).toMatchObject({ by: 'caller', reason: 'caller-lost' });
    expect(rig.side.exchange.calls.size).toBe(0);
  });
});

describe('a caller who waits for the connection', () => {
  it('and hangs up: the call is over at once, where the carrier can tell', async () => {
    const call = await greeted();
    rig.tunnel.reset();
    rig.tunnel.refuse(true);
    await rig.until('caller.wasLost');
    await pass(call, 1500);
    rig.tunnel.refuse(false);
    call.hangUp();
    expect(await rig.until('call.ended')).toMatchObject({ reason: 'caller-hung-up' });
    await call.ended;
  });

  it('is hung up on by an operator: they do not come back', async () => {
    const call = await greeted();
    tunnelIs(false);
    await rig.until('caller.wasLost');
    rig.calls.end(rig.callId(), 'now');
    expect(await call.ended).toMatchObject({ endedBy: 'rest', status: 'completed', spoken: [] });
    expect(returns()).toEqual([]);
  });

  it('is put through from where they are', async () => {
    const call = await greeted();
    tunnelIs(false);
    await rig.until('caller.wasLost');
    const order = { to: PERSON, way: 'blind', announcement: '' } as const;
    expect(onCall(rig.calls, rig.callId(), (each) => each.transfer(order))).toBeUndefined();
    await rig.untilTrue(() => rig.people.length === 1);
    tunnelIs(true);
    rig.people[0]?.pickup.take('answers');
    expect(await rig.until('call.ended')).toMatchObject({ reason: 'transferred' });
    rig.people[0]?.gone.take(true);
    await call.ended;
  });
});
