import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../simulator/clock';
import type { Exchange, RingFacts, RingVerdict } from '../../ports/ports';
import { StreamTokens } from '../stream/stream-tokens';
import type { FormFields } from '../../ports/ports-webhooks';
import { ReturnTokens } from '../stream/return-tokens';
import { CallWebhooks } from './call-webhooks';
import { StreamDocuments } from './stream-document';

const ACCOUNT = 'AC0123456789abcdef0123456789abcdef';
const CALL = 'CA0123456789abcdef0123456789abcdef';
const KEYS = { accountSid: ACCOUNT, authToken: 'canary-0123456789abcdef0123456789' };
const BASE = new URL('https://h.example/phone/');
const ringing = {
  AccountSid: ACCOUNT,
  ApiVersion: '2010-04-01',
  CallSid: CALL,
  CallStatus: 'ringing',
  Direction: 'inbound',
  From: '+12125550187',
  To: '+14155550134',
};
const completed = { ...ringing, CallStatus: 'completed', CallDuration: '8', SequenceNumber: '0' };

function setUp(verdict: RingVerdict = { admitted: true, callId: 'call-1' }) {
  const rings: RingFacts[] = [];
  const ends: string[] = [];
  const failures: string[] = [];
  const logged: string[] = [];
  const exchange: Exchange = {
    ring: (facts) => {
      rings.push(facts);
      return verdict;
    },
    attachCaller: () => undefined,
    callerReturns: () => undefined,
    carrierReportedEnd: (callSid) => ends.push(callSid),
    streamFailed: (callSid, code) => failures.push(`${callSid} ${String(code)}`),
  };
  const keep = (code: string, facts?: object) => void logged.push(`${code} ${JSON.stringify(facts)}`);
  const log = { info: keep, warn: keep, error: keep };
  const time = new ManualClock();
  const tokens = new StreamTokens({
    wallMs: () => 0,
    nowMs: () => time.nowMs(),
    after: (ms, run) => time.after(ms, run),
  });
  const webhooks = new CallWebhooks({ exchange, documents: new StreamDocuments(tokens, new ReturnTokens()), log });
  const voice = (fields: FormFields) => webhooks.voice(fields, KEYS, BASE);
  const status = (fields: FormFields) => webhooks.status(fields, ACCOUNT);
  return { rings, ends, failures, logged, tokens, voice, status };
}

const tokenIn = (answer: object) =>
  /\/call\/([A-Za-z0-9_-]{43})"/.exec(JSON.stringify(answer).replaceAll('\\', ''))?.[1];

describe('the voice webhook', () => {
  it('rings the exchange and connects the stream of that call', () => {
    const { rings, tokens, voice } = setUp();
    const answer = voice({ ...ringing, CallerName: 'A & B <"x">' });
    expect(rings).toMatchObject([{ carrierCallId: CALL, from: '+12125550187', to: '+14155550134' }]);
    const xml = answer.status === 200 ? answer.xml : '';
    const token = tokenIn(answer) ?? '';
    expect(xml).toContain(`<Stream url="wss://h.example/phone/call/${token}"`);
    expect(xml).toContain('statusCallback="https://h.example/phone/status"');
    expect(xml).toContain('<Parameter name="callerName" value="A &amp; B &lt;&quot;x&quot;>"/>');
    expect(tokens.find(token)).toEqual({ callId: 'call-1', callSid: CALL, accountSid: ACCOUNT });
  });

  it.each<[Record<string, string>, RingFacts['caller']]>([
    [{}, undefined],
    [{ StirVerstat: 'TN-Validation-Passed-A' }, { attested: 'A' }],
    [{ StirVerstat: 'TN-Validation-Passed-B-Diverted' }, { attested: 'B' }],
    [{ StirVerstat: 'TN-Validation-Passed-C' }, { attested: 'C' }],
    [{ StirVerstat: 'TN-Validation-Failed-A' }, { attested: 'failed' }],
    [{ StirVerstat: 'TN-Validation-Failed' }, { attested: 'failed' }],
    [{ StirVerstat: 'No-TN-Validation', CallerName: ' ', ForwardedFrom: '' }, undefined],
    [{ StirVerstat: 'TN-Validation-Passed-Always' }, undefined],
    [{ ForwardedFrom: '+14155550100' }, { forwardedFrom: '+14155550100' }],
    [{ ForwardedFrom: '<script>' }, undefined],
    [{ CallerName: `  ${'BLUM '.repeat(40)}` }, { name: 'BLUM '.repeat(40).slice(0, 80) }],
  ])('keeps what the carrier says about the caller, bounded: %j', (fields, caller) => {
    const { rings, voice } = setUp();
    voice({ ...ringing, ...fields });
    expect(rings[0]?.caller).toEqual(caller);
  });

  it('answers a form that comes a hundred times the same', () => {
    const { voice } = setUp();
    const first = voice(ringing);
    for (let again = 0; again < 100; again++) expect(voice(ringing)).toEqual(first);
  });

  it('tells a caller politely that there is no room', () => {
    for (const reason of ['full', 'spent', 'stopping', 'over'] as const) {
      const answer = setUp({ admitted: false, reason }).voice(ringing);
      expect(answer).toMatchObject({ status: 200, xml: expect.stringMatching(/<Hangup\/><\/Response>$/) as string });
      expect(answer).not.toMatchObject({ xml: expect.stringContaining('Stream') as string });
    }
  });

  it.each([
    ...['', 'anonymous', 'Restricted', '266696687', '+86282452253', 'sip:alice@example.com', 'client:bob'],
    ...[
      'client:Zoë Müller (desk 3)',
      'client:',
      'whatsapp:+12125550187',
      'sip:anonymous',
      'anonymous@anonymous.invalid',
    ],
  ])('takes a caller who is “%s”', (from) => {
    expect(setUp().voice({ ...ringing, From: from })).toMatchObject({ status: 200 });
  });

  it('refuses a signed form that was cut elsewhere, and rings nobody', () => {
    const { rings, voice, status } = setUp();
    const { From: from, To: to, ...rest } = ringing;
    const { CallSid: callSid, ...withoutSid } = ringing;
    const cut: FormFields[] = [
      { ...rest, To: to, Fro: `m${from}` },
      { ...rest, From: `${from}To${to}` },
      { ...withoutSid, CallSid: `${callSid}CallStatusringing` },
      { ...withoutSid, CallSi: `d${callSid}` },
      { ...ringing, CallSid: callSid.toUpperCase() },
      { ...ringing, CallSid: `${callSid}\n` },
      { ...ringing, From: '+1212<b>' },
      { ...ringing, From: '+12125550187\u202e' },
      { ...ringing, CallStatus: 'ringingDirectioninbound' },
      rest,
    ];
    for (const fields of cut) expect(voice(fields)).toMatchObject({ status: 400 });
    for (const fields of cut.slice(2, 6)) expect(status(fields)).toMatchObject({ status: 400 });
    expect(voice({ ...ringing, AccountSid: 'AC1' })).toMatchObject({ status: 403 });
    expect(status({ ...completed, AccountSid: 'AC1' })).toMatchObject({ status: 403 });
    expect(rings).toEqual([]);
  });
});

describe('the status webhook', () => {
  it('tells the end of a call once, in whatever order and number callbacks come', () => {
    const { ends, status } = setUp();
    for (const CallStatus of ['ringing', 'in-progress', 'completed', 'in-progress', 'completed', 'busy', 'ringing']) {
      expect(status({ ...completed, CallStatus })).toEqual({ status: 204 });
    }
    for (let again = 0; again < 100; again++) status(completed);
    expect(ends).toEqual([CALL]);
  });

  it('lets a call that ended neither ring nor stream any more', () => {
    const { rings, tokens, voice, status } = setUp();
    const token = tokenIn(voice(ringing)) ?? '';
    status(completed);
    expect(tokens.find(token)).toBeUndefined();
    expect(tokenIn(voice(ringing))).toBeUndefined();
    expect(rings.length).toBe(1);
  });

  it('does not ring for a call that Twilio itself calls ended', () => {
    const { rings, voice } = setUp();
    expect(voice(completed)).toMatchObject({ status: 200 });
    expect(rings).toEqual([]);
  });

  it('notes what happened to a stream by its code alone, as a fact of its call', () => {
    const { ends, failures, logged, status } = setUp();
    const StreamSid = `MZ${'1'.repeat(32)}`;
    const stream = { AccountSid: ACCOUNT, CallSid: CALL, StreamSid, Timestamp: '2026-11-22T10:00:00Z' };
    for (const StreamEvent of ['stream-started', 'stream-stopped']) {
      expect(status({ ...stream, StreamEvent })).toEqual({ status: 204 });
    }
    status({ ...stream, StreamEvent: 'stream-error', StreamError: '31921 secret words' });
    expect(logged).toEqual(['carrier-stream-error {"code":"31921"}']);
    expect(failures).toEqual([`${CALL} 31921`]);
    expect(ends).toEqual([]);
  });

  it('tells an error of a stream once, and none without a number', () => {
    const { failures, status } = setUp();
    const stream = { AccountSid: ACCOUNT, CallSid: CALL, StreamEvent: 'stream-error' };
    const [first, second] = ['1', '2'].map((digit) => `MZ${digit.repeat(32)}`);
    const codes = ['31924', '31921', '', 'broken', '319', '31924 31924'];
    for (const StreamSid of [first ?? '', second ?? '', 'MZ-odd', 'MZ-odder'])
      for (const StreamError of codes) expect(status({ ...stream, StreamSid, StreamError })).toEqual({ status: 204 });
    expect(status(stream)).toEqual({ status: 204 });
    expect(failures).toEqual([`${CALL} 31924`, `${CALL} 31924`, `${CALL} 31924`]);
  });

  it('refuses a status it does not know', () => {
    expect(setUp().status({ ...completed, CallStatus: 'asleep' })).toMatchObject({ status: 400 });
  });
});
