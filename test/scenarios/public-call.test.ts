import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/simulator/clock';
import type { SimulatedCall } from '../../src/simulator/twilio/simulated-call';
import {
  startTwilioSimulator,
  type DialOptions,
  type TwilioSimulator,
  type TwilioSimulatorOptions,
} from '../../src/simulator/twilio/twilio-simulator';
import type { Clock } from '../../src/main/ports/ports';
import { openListener, type PublicRig } from './public-wiring.fixture';
import { createTelephony } from '../../src/main/twilio/telephony';

const LINE = '+14155550134';
const SHARED = 'shared-canary-0123456789';
const clock: Clock = { wallMs: () => Date.now(), ...systemClock };
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface CarrierRig {
  readonly rig: PublicRig;
  readonly simulator: TwilioSimulator;
  readonly dial: (options?: Partial<DialOptions>) => SimulatedCall;
}

/** Opens a simulated Twilio that reaches the listener by its public address, through a proxy that keeps the prefix. */
async function open(options: Pick<TwilioSimulatorOptions, 'sharedKey'> = {}): Promise<CarrierRig> {
  const rig = await openListener(clock);
  const publicBases = { 'https://demo.example': `http://127.0.0.1:${rig.listener.port}` };
  const simulator = await startTwilioSimulator({ ...options, numbers: [{ phoneNumber: LINE }], publicBases });
  closers.push(simulator.close, () => rig.listener.close());
  rig.keys = { accountSid: simulator.account.sid, authToken: simulator.account.authToken };
  const number = simulator.numbers.get(LINE) ?? expect.fail();
  number.voice_url = 'https://demo.example/phone/twiml';
  number.status_callback = 'https://demo.example/phone/status';
  const dial = (options: Partial<DialOptions> = {}) => simulator.dial({ from: '+12125550187', to: LINE, ...options });
  return { rig, simulator, dial };
}

const changesOf = (rig: PublicRig) => rig.changes.map((change) => change.replace(/CA[0-9a-f]{32}/, 'CA'));

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a call through the public listener', () => {
  it('rings, streams both ways, and ends when the caller hangs up', async () => {
    const { rig, dial } = await open();
    const call = dial({ callerName: '<Dial>&"' });
    await call.untilStreaming();
    await until(() => rig.legs.length === 1);
    rig.legs[0]?.sendAudio(Buffer.alloc(160 * 10, 0x20).toString('base64'));
    rig.legs[0]?.sendMark('it_1:200');
    await call.untilMark('it_1:200');
    expect(call.heard().heardMs).toBe(200);
    call.hangUp();
    const ended = await call.ended;
    expect(ended).toMatchObject({ status: 'completed', endedBy: 'caller', codes: [], violations: [] });
    expect(ended.webhooks.map(({ kind, status }) => `${kind} ${status}`).sort()).toEqual([
      'call-status 204',
      'stream-status 204',
      'stream-status 204',
      'voice 200',
    ]);
    expect(changesOf(rig)).toEqual(['rang CA', 'attached call-1', 'closed call-1 stopped', 'ended CA']);
  });

  it('is hung up over REST without a word of apology', async () => {
    const { rig, simulator, dial } = await open();
    const call = dial();
    await call.untilStreaming();
    const secrets = { openAiKey: () => undefined, twilio: () => rig.keys };
    const telephony = createTelephony(secrets, clock, simulator.apiUrl);
    await telephony.hangUp(call.sid);
    expect(await call.ended).toMatchObject({ status: 'completed', spoken: [], codes: [] });
    await telephony.hangUp(call.sid);
    await telephony.hangUp(`CA${'0'.repeat(32)}`);
    expect(simulator.rest.map(({ status }) => status)).toEqual([200, 400, 404]);
  });

  it.each([
    ['when we let go of the stream', 'stopped'],
    ['when the connection is lost', 'lost'],
  ])('is led back to us %s', async (_when, how) => {
    const { rig, dial } = await open();
    const call = dial();
    await call.untilStreaming();
    await until(() => rig.legs.length === 1);
    if (how === 'lost') call.dropSocket();
    else rig.legs[0]?.close();
    await until(() => rig.legs.length === 2);
    rig.legs[1]?.sendAudio(Buffer.alloc(160 * 10, 0x20).toString('base64'));
    await call.untilHeardMs(200);
    call.hangUp();
    expect((await call.ended).spoken).toEqual([]);
    const changes = ['rang CA', 'attached call-1', `closed call-1 ${how}`, 'back on call-1', 'closed call-1 stopped'];
    expect(changesOf(rig).filter((change) => change !== 'stream failed CA 31903')).toEqual([...changes, 'ended CA']);
  });

  it('hears from the carrier’s own document that it was lost, when none of the ways back leads to us', async () => {
    const { rig, dial } = await open();
    const call = dial();
    await call.untilStreaming();
    await until(() => rig.legs.length === 1);
    rig.base = undefined;
    rig.legs[0]?.close();
    const ended = await call.ended;
    expect(ended.spoken.slice(-2)).toEqual([
      'One moment, please.',
      'We are sorry, we lost the connection. Please call again. Goodbye.',
    ]);
    expect(ended.verbs.filter(({ verb }) => verb === 'Connect')).toHaveLength(76);
    expect(ended.codes.filter((code) => code === 31920)).toHaveLength(75);
    expect(ended.violations).toEqual([]);
  });

  it.each(['wrong', 'omitted'] as const)('never streams when the stream’s signature is %s', async (streamSignature) => {
    const { rig, dial } = await open();
    const ended = await dial({ streamSignature }).ended;
    expect(ended.codes).toContain(31920);
    expect(ended.spoken.at(-1)).toMatch(/we lost the connection/);
    expect(changesOf(rig).sort()).toEqual(['ended CA', 'rang CA', 'stream failed CA 31920']);
  });

  it('never rings when the webhook’s signature is wrong', async () => {
    const { rig, dial } = await open();
    await dial({ webhookSignature: 'wrong' }).ended;
    expect(changesOf(rig)).not.toContain('rang CA');
  });

  it.each([true, false])(
    'of an account that signs with a shared key rings and streams (streams too: %s)',
    async (signsStreams) => {
      const sharedKey = { id: 'webhooks_sharedkey_1', secret: SHARED, signsStreams };
      const { rig, simulator, dial } = await open({ sharedKey });
      rig.keys = { accountSid: simulator.account.sid, authToken: simulator.account.authToken, sharedSecret: SHARED };
      const call = dial();
      await call.untilStreaming();
      await until(() => rig.legs.length === 1);
      call.hangUp();
      expect(await call.ended).toMatchObject({ codes: [] });
      expect(changesOf(rig)).toContain('ended CA');
      expect(rig.signing.filter((fault) => fault !== 'none')).toEqual([]);
    },
  );

  it.each([
    [undefined, 'no-shared-secret'],
    ['another-secret-0123456789', 'wrong-shared-secret'],
  ])('of such an account is explained without the secret, or with another one', async (sharedSecret, fault) => {
    const sharedKey = { id: 'webhooks_sharedkey_1', secret: SHARED, signsStreams: true };
    const { rig, simulator, dial } = await open({ sharedKey });
    const { sid: accountSid, authToken } = simulator.account;
    rig.keys = { accountSid, authToken, ...(sharedSecret !== undefined && { sharedSecret }) };
    await dial().ended;
    expect(changesOf(rig)).toEqual([]);
    expect(rig.signing).toEqual([fault]);
    rig.keys = { accountSid, authToken, sharedSecret: SHARED };
    await dial({ streamSignature: 'omitted' }).ended;
    expect(rig.signing).toEqual([fault, 'none']);
  });

  it('streams when the stream’s address was signed with a slash at its end', async () => {
    const { rig, dial } = await open();
    const call = dial({ streamSignature: 'trailing-slash' });
    await call.untilStreaming();
    await until(() => rig.legs.length === 1);
    call.hangUp();
    expect(await call.ended).toMatchObject({ codes: [] });
  });
});
