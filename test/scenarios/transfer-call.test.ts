import { afterEach, describe, expect, it } from 'vitest';
import type { CalledPerson } from '../../src/simulator/twilio/called/called-person';
import type { SimulatedCall } from '../../src/simulator/twilio/simulated-call';
import { LINE, openPhoneRig, PERSON, type PhoneRig, type PhoneRigOptions } from './phone-rig.fixture';
import { onCall } from '../../src/main/calls/call-registry.fixture';

const GREETING = 'Hello, one moment.';
const SPOKEN = Buffer.alloc(4000, 0x30);
let rig: PhoneRig;

afterEach(async () => {
  await rig.close();
});

/** Opens a call whose greeting begins to sound. */
async function greeted(options: PhoneRigOptions = {}): Promise<SimulatedCall> {
  rig = await openPhoneRig({ greeting: GREETING, ...options });
  const call = rig.dialIn();
  await call.untilAgentSpeaks();
  return call;
}

function transfer(way: 'blind' | 'announced' = 'blind', announcement = ''): void {
  expect(onCall(rig.calls, rig.callId(), (call) => call.transfer({ to: PERSON, way, announcement }))).toBeUndefined();
}

async function personCalled(): Promise<CalledPerson> {
  await rig.untilTrue(() => rig.people.length > 0);
  const person = rig.people.at(-1);
  if (person === undefined) throw new Error('unreachable');
  return person;
}

/** Waits until the person's phone rings and the caller hears it. */
async function rings(call: SimulatedCall): Promise<CalledPerson> {
  const person = await personCalled();
  await call.until('it rings', () => call.heard().runs.some(({ source }) => source === 'ringing'));
  return person;
}

const sourcesOf = (call: SimulatedCall) =>
  call
    .heard()
    .runs.map(({ source }) => source)
    .filter((source, index, all) => source !== all[index - 1]);
const sessionsOpen = () => rig.model.sessions.filter(({ closeCode }) => closeCode === undefined).length;

/** Expects nothing to be left of the call in the product, at the carrier or at the model. */
async function expectNothingLeft(): Promise<void> {
  expect(rig.side.exchange.calls.size).toBe(0);
  await rig.untilTrue(() => sessionsOpen() === 0);
  for (const person of rig.people) expect(person.state).toBe('over');
}

describe('a caller who is put through', () => {
  it('hears the agent’s last words to their end, ringing, then the person; the call is over for us and goes on for them', async () => {
    const call = await greeted();
    transfer();
    const person = await rings(call);
    const greeting = rig.voice(GREETING);
    expect(call.heard().bytes.subarray(0, greeting.length).equals(greeting)).toBe(true);
    expect(person.state).toBe('ringing');
    person.pickup.take('answers');
    const ended = await rig.until('call.ended');
    expect(ended).toEqual({ type: 'call.ended', by: 'operator', reason: 'transferred' });
    await rig.untilTrue(() => sessionsOpen() === 0);

    await person.phone.voice.speak(SPOKEN);
    await call.speak(Buffer.alloc(1600, 0x20));
    expect(call.isOver).toBe(false);
    expect(sourcesOf(call)).toEqual(['agent', 'ringing', 'person']);
    expect(call.heard().bytes.includes(SPOKEN)).toBe(true);
    expect(person.heard().bytes.includes(Buffer.alloc(1600, 0x20))).toBe(true);
    person.gone.take(true);
    const over = await call.ended;
    expect(over).toMatchObject({ status: 'completed', endedBy: 'twiml', spoken: [], codes: [], violations: [] });
    expect(over.webhooks.filter(({ status }) => status !== 200 && status !== 204)).toEqual([]);
    expect(rig.carrier.rest.map(({ method, params }) => [method, Object.keys(params)])).toEqual([['POST', ['Twiml']]]);
    await expectNothingLeft();
  });

  it('comes back to the agent from a busy line, on the same call, and can speak with it', async () => {
    const call = await greeted();
    transfer();
    const person = await rings(call);
    const firstStream = call.streamSid;
    person.pickup.take('is-busy');
    await rig.until('transfer.failed');
    await call.until('the agent is back', () => sourcesOf(call).length === 3);
    await call.untilAgentQuiet(300);
    expect(sourcesOf(call)).toEqual(['agent', 'ringing', 'agent']);
    expect(call.streamSid).not.toBe(firstStream);
    expect(rig.model.sessions).toHaveLength(1);
    const shown = rig.call();
    expect(shown).toMatchObject({ phase: { name: 'live' }, floor: 'agent', transfer: null });
    expect(shown.turns.filter(({ kind }) => kind === 'note').map((turn) => turn.kind === 'note' && turn.event)).toEqual(
      [
        { type: 'transfer.began', to: PERSON, way: 'blind', by: 'operator' },
        { type: 'transfer.failed', to: PERSON, failure: 'busy' },
      ],
    );
    const said = shown.turns.filter(({ kind }) => kind === 'agent').at(-1);
    expect(said?.kind === 'agent' && said.text).toMatch(/busy/);

    await call.speak(rig.clip('anna-hours'));
    await rig.untilTrue(() => rig.call().turns.some((turn) => turn.kind === 'agent' && /Saturday/.test(turn.text)));
    call.hangUp();
    expect(await call.ended).toMatchObject({ codes: [], violations: [], spoken: [] });
    await rig.until('call.ended');
    await expectNothingLeft();
  });

  it.each([
    ['presses 1', '1', true],
    ['stays on the line', '', true],
    ['presses 2', '2', false],
  ])('is announced to a person who %s', async (_what, key, takes) => {
    const call = await greeted();
    transfer('announced', 'Anna asks about a refund.');
    const person = await rings(call);
    person.pickup.take('answers');
    await person.until('listening');
    await rig.untilTrue(() => person.log.spoken.length > 0);
    expect(person.log.spoken[0]).toBe(
      'Anna asks about a refund. Press 1 or stay on the line to take the call. Press 2 to decline.',
    );
    expect(rig.events().some(({ type }) => type === 'call.ended')).toBe(false);
    expect(sourcesOf(call)).toEqual(['agent', 'ringing']);
    person.key.take(key);
    if (takes) {
      expect(await rig.until('call.ended')).toMatchObject({ reason: 'transferred' });
      await person.until('talking');
      await person.phone.voice.speak(SPOKEN);
      expect(sourcesOf(call)).toEqual(['agent', 'ringing', 'person']);
    } else {
      expect(await rig.until('transfer.failed')).toMatchObject({ failure: 'declined' });
      await call.until('the agent is back', () => sourcesOf(call).length === 3);
      expect(sourcesOf(call)).toEqual(['agent', 'ringing', 'agent']);
    }
    call.hangUp();
    expect(await call.ended).toMatchObject({ codes: [], violations: [] });
    await rig.until('call.ended');
    await expectNothingLeft();
  });

  it('comes back to another model when the first was lost meanwhile, which knows what was said', async () => {
    const call = await greeted();
    transfer();
    const person = await rings(call);
    rig.model.sessions[0]?.drop();
    await rig.until('model.failed');
    person.pickup.take('does-not-answer');
    await call.until('the agent is back', () => sourcesOf(call).length === 3);
    expect(rig.model.sessions).toHaveLength(2);
    const notes = rig.model.sessions[1]?.log.entries
      .filter(({ type }) => type === 'conversation.item.create')
      .map(({ event }) => JSON.stringify(event));
    expect(notes?.[0]).toContain(GREETING);
    expect(rig.model.sessions[1]?.log.entries.filter(({ type }) => type === 'error')).toEqual([]);
    call.hangUp();
    await rig.until('call.ended');
    await call.ended;
    await expectNothingLeft();
  });
});

describe('a caller who hangs up', () => {
  it('while the last words are said is not put through', async () => {
    const call = await greeted();
    transfer();
    call.hangUp();
    expect(await rig.until('call.ended')).toMatchObject({ by: 'caller', reason: 'caller-hung-up' });
    await call.ended;
    expect(rig.carrier.rest).toEqual([]);
    await expectNothingLeft();
  });

  it('while the carrier is being asked leaves nobody ringing', async () => {
    const call = await greeted();
    rig.carrier.restFaults.arm({ kind: 'latency', ms: 1500, path: 'Calls' });
    transfer();
    await rig.untilTrue(() => rig.call().floor === 'nobody');
    call.hangUp();
    expect(await rig.until('call.ended')).toMatchObject({ by: 'caller', reason: 'caller-hung-up' });
    await call.ended;
    await rig.untilTrue(() => rig.carrier.rest.length > 0);
    expect(rig.people).toEqual([]);
    await expectNothingLeft();
  });

  it.each(['blind', 'announced'] as const)('while it rings (%s)', async (way) => {
    const call = await greeted();
    transfer(way);
    await rings(call);
    call.hangUp();
    expect(await rig.until('call.ended')).toMatchObject({ by: 'caller', reason: 'caller-hung-up' });
    expect(await call.ended).toMatchObject({ spoken: [], codes: [] });
    await expectNothingLeft();
  });

  it('while the person is told who is calling', async () => {
    const call = await greeted();
    transfer('announced');
    const person = await rings(call);
    person.pickup.take('answers');
    await rig.untilTrue(() => person.log.spoken.length > 0);
    call.hangUp();
    expect(await rig.until('call.ended')).toMatchObject({ by: 'caller', reason: 'caller-hung-up' });
    await call.ended;
    await expectNothingLeft();
  });

  it('on the way back', async () => {
    const call = await greeted();
    transfer();
    const person = await rings(call);
    person.pickup.take('is-busy');
    await rig.until('transfer.failed');
    call.hangUp();
    expect(await rig.until('call.ended')).toMatchObject({ by: 'caller', reason: 'caller-hung-up' });
    await call.ended;
    await expectNothingLeft();
  });

  it('back with the agent', async () => {
    const call = await greeted();
    transfer();
    (await rings(call)).pickup.take('cannot-be-reached');
    await call.until('the agent is back', () => sourcesOf(call).length === 3);
    call.hangUp();
    expect(await rig.until('call.ended')).toMatchObject({ by: 'caller', reason: 'caller-hung-up' });
    await call.ended;
    await expectNothingLeft();
  });
});

describe('an operator', () => {
  it('ends the call while it rings: everybody is hung up', async () => {
    const call = await greeted();
    transfer();
    const person = await rings(call);
    rig.calls.end(rig.callId(), 'now');
    expect(await call.ended).toMatchObject({ status: 'completed', endedBy: 'rest', spoken: [] });
    await person.until('over');
    await expectNothingLeft();
  });

  it('cannot put a caller through twice at once, and can again when they are back', async () => {
    const call = await greeted();
    transfer();
    const again = { to: PERSON, way: 'blind', announcement: '' } as const;
    expect(onCall(rig.calls, rig.callId(), (call) => call.transfer(again))).toBe('already-transferring');
    const person = await rings(call);
    expect(onCall(rig.calls, rig.callId(), (call) => call.transfer(again))).toBe('already-transferring');
    person.pickup.take('is-busy');
    await call.until('the agent is back', () => sourcesOf(call).length === 3);
    transfer();
    await rig.untilTrue(() => rig.people.length === 2);
    rig.people[1]?.pickup.take('answers');
    expect(await rig.until('call.ended')).toMatchObject({ reason: 'transferred' });
    call.hangUp();
    await call.ended;
    await expectNothingLeft();
  });

  it('is told when the carrier does not do it, and the agent goes on where it was', async () => {
    const call = await greeted();
    rig.carrier.restFaults.arm({ kind: 'server-error', path: 'Calls' });
    transfer();
    expect(await rig.until('transfer.failed')).toMatchObject({ failure: 'carrier-refused' });
    const { streamSid } = call;
    await rig.untilTrue(() =>
      rig.call().turns.some((turn) => turn.kind === 'agent' && /phone company/.test(turn.text)),
    );
    await call.untilAgentQuiet(300);
    expect(call.streamSid).toBe(streamSid);
    expect(sourcesOf(call)).toEqual(['agent']);
    call.hangUp();
    await call.ended;
  });
});

describe('the carrier’s word', () => {
  it('played again, in whatever order, changes nothing', async () => {
    const call = await greeted();
    transfer('announced');
    const person = await rings(call);
    person.pickup.take('answers');
    await rig.untilTrue(() => person.log.spoken.length > 0);
    person.key.take('2');
    await call.until('the agent is back', () => sourcesOf(call).length === 3);
    const before = rig.events().length;
    const played = call.webhooks().filter(({ kind }) => kind !== 'stream-status');
    expect(played.map(({ kind }) => kind).sort()).toEqual(
      ['action', 'person', 'action', 'person-status', 'voice'].sort(),
    );
    for (const { url, params } of [...played, ...[...played].reverse()]) {
      const reply = await rig.replay(url, params);
      expect([200, 204]).toContain(reply.status);
      if (url.includes('/twiml?')) expect(reply.body).toMatch(/<Response><Hangup\/><\/Response>$/);
    }
    const changed = rig
      .events()
      .slice(before)
      .filter(({ type }) => !/^(?:agent|caller|whisper)\./.test(type));
    expect(changed).toEqual([]);
    expect(rig.side.exchange.calls.size).toBe(1);
    call.hangUp();
    await call.ended;
    await rig.until('call.ended');
    await expectNothingLeft();
  });

  it('about a number that is never called is not asked for', async () => {
    await greeted();
    for (const [to, refusal] of [
      ['112', 'emergency-number'],
      ['+1 900 555 1212', 'premium-number'],
      ['+882 16 123 4567', 'satellite-number'],
      ['Bob', 'not-a-number'],
    ] as const) {
      expect(onCall(rig.calls, rig.callId(), (call) => call.transfer({ to, way: 'blind', announcement: '' }))).toBe(
        refusal,
      );
      expect(await rig.side.outbound.dialler.dial({ from: LINE, to, opening: '' })).toMatchObject({
        ok: false,
        code: refusal,
      });
    }
    expect(rig.carrier.rest).toEqual([]);
  });
});
