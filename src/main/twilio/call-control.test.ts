import { afterEach, describe, expect, it } from 'vitest';
import { CarrierError } from '../../shared/line/carrier-failure';
import { systemClock } from '../../simulator/clock';
import { startTwilioSimulator, type TwilioSimulator } from '../../simulator/twilio/twilio-simulator';
import { createCallControl } from './call-control';
import { LegTokens } from './webhooks/leg-tokens';
import { createTelephony } from './telephony';

const LINE = '+14155550134';
const PERSON = '+15551230000';
const CALL = `CA${'0'.repeat(32)}`;
const clock = { wallMs: () => Date.now(), ...systemClock };
const simulators: TwilioSimulator[] = [];

afterEach(async () => {
  for (const simulator of simulators.splice(0)) await simulator.close();
});

async function setUp(base: string | null = 'https://h.example/phone') {
  const simulator = await startTwilioSimulator({ numbers: [{ phoneNumber: LINE }] });
  simulators.push(simulator);
  const { sid: accountSid, authToken } = simulator.account;
  const carrier = createTelephony(
    { openAiKey: () => undefined, twilio: () => ({ accountSid, authToken }) },
    clock,
    simulator.apiUrl,
  );
  const legs = new LegTokens(clock);
  const publicBase = (): URL | undefined => (base === null ? undefined : new URL(base));
  return { simulator, legs, control: createCallControl({ carrier, legs, publicBase }) };
}

async function failureOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CarrierError)) expect.fail('not refused by a CarrierError');
  return error.message;
}

const order = {
  callId: 'call-1',
  transferId: 't1',
  carrierCallId: CALL,
  from: LINE,
  to: PERSON,
  announcement: null,
  isCallOut: false,
};

describe('putting a caller through', () => {
  it('replaces what the call does by a dial whose addresses all carry tokens of their own', async () => {
    const { simulator, legs, control } = await setUp();
    expect(
      await failureOf(control.putThrough({ ...order, announcement: { words: 'A <caller> & friend', voice: 'en-US' } })),
    ).toContain('not-found');
    const twiml = simulator.rest[0]?.params['Twiml'] ?? '';
    const token = (pattern: RegExp): string => pattern.exec(twiml)?.[1] ?? expect.fail(twiml);
    const at = (route: string): string => `https:\\/\\/h\\.example\\/phone\\/${route}\\?t=([A-Za-z0-9_-]{43})`;
    const after = token(new RegExp(`<Dial action="${at('twiml')}"`));
    const announce = token(new RegExp(`<Number url="${at('twiml')}"`));
    const person = token(new RegExp(`statusCallback="${at('status')}"`));
    expect(legs.find(after)).toEqual({ purpose: 'after', callId: 'call-1', transferId: 't1', callSid: CALL });
    expect(legs.find(announce)).toEqual({
      purpose: 'announce',
      callId: 'call-1',
      transferId: 't1',
      announcement: { words: 'A <caller> & friend', voice: 'en-US' },
    });
    expect(legs.find(person)).toEqual({ purpose: 'person-status', callId: 'call-1', transferId: 't1' });
    expect(twiml.replace(/t=[A-Za-z0-9_-]{43}/g, 't=…')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response>' +
        '<Dial action="https://h.example/phone/twiml?t=…" method="POST" timeout="30" callerId="+14155550134" answerOnBridge="true">' +
        '<Number url="https://h.example/phone/twiml?t=…" method="POST" statusCallback="https://h.example/phone/status?t=…"' +
        ' statusCallbackMethod="POST" statusCallbackEvent="answered">+15551230000</Number></Dial></Response>',
    );
    expect(twiml.length).toBeLessThan(4000);
  });

  it('lifts the carrier’s limit on a call out, since two people talk from then on', async () => {
    const { simulator, control } = await setUp();
    await failureOf(control.putThrough({ ...order, isCallOut: true }));
    await failureOf(control.putThrough(order));
    expect(simulator.rest.map(({ params }) => params['TimeLimit'])).toEqual(['14400', undefined]);
  });

  it('at once leaves the announcement out', async () => {
    const { simulator, control } = await setUp();
    await failureOf(control.putThrough(order));
    expect(simulator.rest[0]?.params['Twiml']).not.toContain(' url=');
  });

  it('is not begun without a way back', async () => {
    const { simulator, control } = await setUp(null);
    expect(await failureOf(control.putThrough(order))).toBe('no-public-address');
    expect(
      await failureOf(
        control.dial({ callId: 'call-1', from: LINE, to: PERSON, longestMinutes: null, onMachine: 'tell' }),
      ),
    ).toBe('no-public-address');
    expect(simulator.rest).toEqual([]);
  });
});

describe('a call out', () => {
  it('ends at the carrier when nobody here ends it', async () => {
    const { simulator, control } = await setUp();
    await control.dial({ callId: 'call-2', from: LINE, to: PERSON, longestMinutes: 80, onMachine: 'tell' });
    await control.dial({ callId: 'call-3', from: LINE, to: PERSON, longestMinutes: 600, onMachine: 'tell' });
    await control.dial({ callId: 'call-4', from: LINE, to: PERSON, longestMinutes: null, onMachine: 'tell' });
    expect(simulator.rest.map(({ params }) => params['TimeLimit'])).toEqual(['4800', '14400', undefined]);
  });

  it('is placed with everything that tells how it fares', async () => {
    const { simulator, legs, control } = await setUp();
    const sid = await control.dial({
      callId: 'call-2',
      from: LINE,
      to: PERSON,
      longestMinutes: null,
      onMachine: 'tell',
    });
    expect(sid).toMatch(/^CA[0-9a-f]{32}$/);
    const params = simulator.rest[0]?.params ?? {};
    const tokenOf = (url: string | undefined): string => /t=([A-Za-z0-9_-]{43})$/.exec(url ?? '')?.[1] ?? '';
    expect(legs.find(tokenOf(params['Url']))).toEqual({ purpose: 'answer', callId: 'call-2' });
    expect(legs.find(tokenOf(params['StatusCallback']))).toEqual({ purpose: 'callee-status', callId: 'call-2' });
    expect(params).toMatchObject({
      From: LINE,
      To: PERSON,
      Timeout: '30',
      MachineDetection: 'Enable',
      AsyncAmd: 'true',
      AsyncAmdStatusCallback: params['StatusCallback'],
    });
  });

  it.each([
    ['ignore', undefined, undefined],
    ['tell', 'Enable', 'true'],
    ['tell-after-beep', 'DetectMessageEnd', 'true'],
    ['hang-up', 'Enable', 'true'],
  ] as const)('has the carrier look for machines as the operator chose: %s', async (onMachine, detection, isAsync) => {
    const { simulator, control } = await setUp();
    await control.dial({ callId: 'call-2', from: LINE, to: PERSON, longestMinutes: null, onMachine });
    const params = simulator.rest[0]?.params ?? {};
    expect([params['MachineDetection'], params['AsyncAmd']]).toEqual([detection, isAsync]);
  });

  it.each([
    [21219, 'to-not-verified (21219)'],
    [21215, 'region-not-permitted (21215)'],
    [13227, 'region-not-permitted (13227)'],
    [21211, 'to-refused (21211)'],
    [21217, 'to-refused (21217)'],
    [21210, 'from-refused (21210)'],
    [21212, 'from-refused (21212)'],
    [99999, 'refused (99999)'],
  ])('refused with %i is said in words of our own', async (code, message) => {
    const { simulator, control } = await setUp();
    simulator.refuseCallsTo(PERSON, { code, message: 'x' });
    expect(
      await failureOf(
        control.dial({ callId: 'call-2', from: LINE, to: PERSON, longestMinutes: null, onMachine: 'tell' }),
      ),
    ).toBe(message);
  });

  it('from a number that is not ours is refused', async () => {
    const { control } = await setUp();
    expect(
      await failureOf(
        control.dial({ callId: 'call-2', from: '+12125550100', to: PERSON, longestMinutes: null, onMachine: 'tell' }),
      ),
    ).toBe('from-refused (21210)');
  });
});
