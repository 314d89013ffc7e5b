import twilio from 'twilio';
import { afterEach, describe, expect, it } from 'vitest';
import type { ReceivedWebhook } from '../product.fixture';
import type { SimulatedCall } from '../simulated-call';
import { audioMessage, connectTo, firstStream, startRig, type Rig } from '../twilio-simulator.fixture';
import type { CalledPerson, CalledScript } from './called-person';

const PERSON = '+15551230000';
const LINE = '+14155550134';
let rig: Rig | undefined;

afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

const ASKS =
  '<Response><Gather numDigits="1" action="/decide" actionOnEmptyResult="true"><Say>A caller</Say></Gather></Response>';

/** TwiML that puts a call through at once, with every attribute a dial can have. */
function dialled(webhook: ReceivedWebhook, url = ''): string {
  const status = `statusCallback="http://${webhook.headers.host}/leg" statusCallbackEvent="ringing answered completed"`;
  return (
    `<Response><Dial action="/after" timeout="20" callerId="${LINE}"><Number ${url} ${status}>${PERSON}</Number></Dial>` +
    '<Say>Never</Say></Response>'
  );
}

function reply(webhook: ReceivedWebhook, url = ''): string {
  switch (webhook.path) {
    case '/voice':
      return dialled(webhook, url);
    case '/announce':
      return ASKS;
    case '/decide':
      return webhook.params['Digits'] === '2' ? '<Response><Hangup/></Response>' : '<Response/>';
    case '/after':
      return '<Response><Say>Back</Say></Response>';
    default:
      return '<Response/>';
  }
}

async function putThrough(script: CalledScript, url = '') {
  const people: CalledPerson[] = [];
  const running = await startRig({
    reply: (webhook) => reply(webhook, url),
    simulator: { numbers: [{ phoneNumber: LINE }], called: () => script },
  });
  rig = running;
  const rings = new Promise<CalledPerson>((resolve) =>
    running.simulator.onPersonCalled((person) => {
      people.push(person);
      resolve(person);
    }),
  );
  const call = running.dial();
  const told = (path: string) => running.product.webhooks.filter((webhook) => webhook.path === path);
  return { running, call, person: await rings, told };
}

describe('a dial', () => {
  it('rings, connects both ways, and tells how it went, all signed', async () => {
    const { running, call, person, told } = await putThrough({ then: 'by-hand' });
    await call.until('it rang for half a second', () => call.heard().heardMs >= 500);
    person.pickup.take('answers');
    await person.until('talking');
    await Promise.all([call.speak(Buffer.alloc(1600, 0x20)), person.phone.voice.speak(Buffer.alloc(3200, 0x30))]);
    person.gone.take(true);
    const ended = await call.ended;
    expect(ended).toMatchObject({ spoken: ['Back'], codes: [], violations: [] });
    expect(person.heard().bytes.includes(Buffer.alloc(1600, 0x20))).toBe(true);
    const sources = call.heard().runs.map(({ source }) => source);
    expect(sources).toEqual(['ringing', 'person']);
    expect(call.heard().bytes.includes(Buffer.alloc(3200, 0x30))).toBe(true);

    expect(running.product.webhooks.every(({ isSigned }) => isSigned)).toBe(true);
    expect(told('/leg').map(({ params }) => params['CallStatus'])).toEqual(['ringing', 'in-progress', 'completed']);
    const [leg] = told('/leg');
    expect(leg?.params).toMatchObject({ ParentCallSid: call.sid, Direction: 'outbound-dial', From: LINE, To: PERSON });
    const [after] = told('/after');
    expect(after?.params).toMatchObject({
      CallSid: call.sid,
      CallStatus: 'in-progress',
      DialCallStatus: 'completed',
      DialBridged: 'true',
      DialCallSid: leg?.params['CallSid'],
    });
    expect(Number(after?.params['DialCallDuration'])).toBeGreaterThan(0);
  });

  it.each([
    ['is-busy', 'busy'],
    ['does-not-answer', 'no-answer'],
    ['cannot-be-reached', 'failed'],
  ] as const)('whose phone %s goes on with %s', async (then, status) => {
    const { call, person, told } = await putThrough({ then });
    expect((await call.ended).spoken).toEqual(['Back']);
    expect(told('/after')[0]?.params).toMatchObject({ DialCallStatus: status, DialBridged: 'false' });
    expect(told('/after')[0]?.params).not.toHaveProperty('DialCallDuration');
    expect(person.state).toBe('over');
  });

  it.each([
    ['1', true],
    ['', true],
    ['2', false],
  ])('tells the person who is calling, who presses “%s”', async (key, isConnected) => {
    const { call, person, told } = await putThrough({ then: 'by-hand' }, 'url="/announce"');
    person.pickup.take('answers');
    await person.until('listening');
    person.key.take(key);
    if (isConnected) {
      await person.until('talking');
      person.gone.take(true);
    }
    await call.ended;
    expect(person.log.spoken).toEqual(['A caller']);
    expect(told('/announce')[0]?.params).toMatchObject({ ParentCallSid: call.sid, CallStatus: 'in-progress' });
    expect(told('/decide')[0]?.params['Digits']).toBe(key);
    expect(told('/after')[0]?.params).toMatchObject({
      DialCallStatus: 'completed',
      DialBridged: String(isConnected),
    });
  });

  it('ends when the caller hangs up, and asks for what comes after all the same', async () => {
    const { call, person, told } = await putThrough({ then: 'by-hand' });
    await call.until('it rings', () => call.heard().heardMs > 0);
    call.hangUp();
    expect(await call.ended).toMatchObject({ status: 'completed', endedBy: 'caller', spoken: [] });
    expect(told('/after')[0]?.params).toMatchObject({ CallStatus: 'completed', DialCallStatus: 'canceled' });
    expect(person.state).toBe('over');
  });

  it('takes a call out of its stream and gives it back to a new one, on one timeline', async () => {
    const running = await startRig({
      reply: (webhook) => (['/voice', '/after'].includes(webhook.path) ? connectTo(webhook, '/media') : '<Response/>'),
      simulator: { numbers: [{ phoneNumber: LINE }], called: () => ({ then: 'by-hand' }) },
    });
    rig = running;
    const rings = new Promise<CalledPerson>((resolve) => running.simulator.onPersonCalled(resolve));
    const call = running.dial();
    const first = await firstStream(running, call);
    first.send(audioMessage(first, 200));
    await call.untilHeardMs(200);
    const client = twilio(running.simulator.account.sid, running.simulator.account.authToken);
    client.api.baseUrl = running.simulator.apiUrl;
    const twiml = `<Response><Dial action="${running.product.url}/after"><Number>${PERSON}</Number></Dial></Response>`;
    await client.calls(call.sid).update({ twiml });
    await first.until(({ event }) => event === 'stop');
    const person = await rings;
    await call.until('it rings', () => call.heard().runs.length === 2);
    person.pickup.take('is-busy');
    await call.until('there is a second stream', () => running.product.streams.length === 2);
    const second = running.product.streams[1];
    if (second === undefined) throw new Error('no second stream');
    await second.until(({ event }) => event === 'start');
    second.send(audioMessage(second, 100));
    await call.until('the second stream is heard', () => call.heard().runs.length === 3);
    call.hangUp();
    await call.ended;
    const { runs } = call.heard();
    expect(runs.map(({ source }) => source)).toEqual(['agent', 'ringing', 'agent']);
    runs.slice(1).forEach((run, index) => {
      const before = runs[index];
      if (before === undefined) throw new Error('unreachable');
      expect(run.beganAtMs).toBeGreaterThanOrEqual(before.beganAtMs + (before.toByte - before.fromByte) / 8 - 1);
    });
  });
});

describe('a call out', () => {
  const twiml = '<Response><Say>Hello</Say></Response>';

  async function place(script: CalledScript, more: object = {}) {
    const running = await startRig({
      reply: () => '<Response/>',
      simulator: { numbers: [{ phoneNumber: LINE }], called: () => script },
    });
    rig = running;
    const client = twilio(running.simulator.account.sid, running.simulator.account.authToken);
    client.api.baseUrl = running.simulator.apiUrl;
    const placed = new Promise<SimulatedCall>((resolve) => running.simulator.onPlacedCall(resolve));
    await client.calls.create({
      from: LINE,
      to: PERSON,
      twiml,
      statusCallback: `${running.product.url}/told`,
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      ...more,
    });
    const call = await placed;
    return { running, call };
  }
  const statuses = (running: Rig): (string | undefined)[] =>
    running.product.webhooks.filter(({ path }) => path === '/told').map(({ params }) => params['CallStatus']);

  it('rings until it is taken, and says so', async () => {
    const { running, call } = await place({ then: 'by-hand' });
    await running.product.untilWebhook('/told');
    expect(call.isOver).toBe(false);
    call.pickUp();
    expect(await call.ended).toMatchObject({ status: 'completed', spoken: ['Hello'] });
    expect(statuses(running).sort()).toEqual(['completed', 'in-progress', 'queued', 'ringing']);
  });

  it.each([
    ['is-busy', 'busy'],
    ['does-not-answer', 'no-answer'],
    ['cannot-be-reached', 'failed'],
  ] as const)('to a phone that %s is over as %s, without a document', async (then, status) => {
    const { running, call } = await place({ then });
    expect(await call.ended).toMatchObject({ status, spoken: [] });
    expect(statuses(running)).toContain(status);
  });

  it.each([
    [true, 'Enable', 'machine_start'],
    [true, 'DetectMessageEnd', 'machine_end_beep'],
    [false, 'Enable', 'human'],
  ] as const)('tells who answered, a machine: %s, asked to %s', async (isMachine, machineDetection, answeredBy) => {
    const { call } = await place(
      { then: 'by-hand', isMachine },
      { machineDetection, asyncAmd: 'true', asyncAmdStatusCallback: 'http://127.0.0.1:9/none' },
    );
    call.pickUp();
    const ended = await call.ended;
    const told = ended.webhooks.find(({ kind }) => kind === 'answered-by');
    expect(told?.params).toMatchObject({ CallSid: call.sid, AnsweredBy: answeredBy });
    expect(told?.params).not.toHaveProperty('CallStatus');
  });

  it('is refused to a number that the account may not call', async () => {
    const { running } = await place({ then: 'answers' });
    running.simulator.refuseCallsTo('+12125550199', { code: 21219, message: 'not verified' });
    const client = twilio(running.simulator.account.sid, running.simulator.account.authToken);
    client.api.baseUrl = running.simulator.apiUrl;
    await expect(client.calls.create({ from: LINE, to: '+12125550199', twiml })).rejects.toMatchObject({
      status: 400,
      code: 21219,
    });
  });
});
