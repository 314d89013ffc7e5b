import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../ports/manual-clock.fixture';
import type { LegReports } from '../../ports/ports-transfer';
import type { FormFields } from '../../ports/ports-webhooks';
import { LEG_TOKEN_LIFETIME_MS, LegTokens, type LegGrant } from './leg-tokens';
import { LegWebhooks } from './leg-webhooks';
import { ReturnTokens } from '../stream/return-tokens';
import { StreamTokens } from '../stream/stream-tokens';
import { StreamDocuments } from './stream-document';

const ACCOUNT = 'AC0123456789abcdef0123456789abcdef';
const CALLER = 'CA0123456789abcdef0123456789abcdef';
const OTHER = 'CAffffffffffffffffffffffffffffffff';
const KEYS = { accountSid: ACCOUNT, authToken: 'canary-0123456789abcdef0123456789' };
const BASE = new URL('https://h.example/phone/');
const call = {
  AccountSid: ACCOUNT,
  CallSid: CALLER,
  CallStatus: 'in-progress',
  Direction: 'inbound',
  From: '+12125550187',
  To: '+14155550134',
};
const afterBusy = { ...call, DialCallStatus: 'busy', DialCallSid: OTHER, DialBridged: 'false' };
const AFTER: LegGrant = { purpose: 'after', callId: 'call-1', transferId: 't1', callSid: CALLER };

function setUp(isWanted = true) {
  const clock = new ManualClock();
  const changes: string[] = [];
  const note = (line: string): boolean => changes.push(line) > 0 && isWanted;
  const reports: LegReports = {
    calleeAnswered: (callId, sid) => note(`answered ${callId} ${sid}`),
    calleeProgressed: (callId, _sid, state) => void note(`progressed ${callId} ${state}`),
    calleeGone: (callId, _sid, how) => void note(`gone ${callId} ${how}`),
    personAnswered: (callId, transferId) => void note(`person answered ${callId} ${transferId}`),
    personDecided: (callId, transferId, takes) => note(`person decided ${callId} ${transferId} ${String(takes)}`),
    transferEnded: (callId, transferId, outcome) => note(`transfer ended ${callId} ${transferId} ${outcome}`),
  };
  const logged: string[] = [];
  const keep = (code: string): void => void logged.push(code);
  const legs = new LegTokens(clock);
  const tokens = new StreamTokens(clock);
  const webhooks = new LegWebhooks({
    exchange: { carrierReportedEnd: (sid) => void changes.push(`ended ${sid}`) },
    reports,
    legs,
    documents: new StreamDocuments(tokens, new ReturnTokens()),
    log: { info: keep, warn: keep, error: keep },
  });
  const document = (token: string, fields: FormFields) => {
    const answer = webhooks.document(token, fields, KEYS, BASE);
    return answer.status === 200 ? answer.xml.replace(/^<\?xml[^>]*>/, '') : answer;
  };
  const status = (token: string, fields: FormFields) => webhooks.status(token, fields, ACCOUNT);
  return { clock, changes, logged, legs, tokens, document, status };
}

const HANGS_UP = '<Response><Hangup/></Response>';
const streamToken = (xml: unknown): string => /\/call\/([A-Za-z0-9_-]{43})"/.exec(String(xml))?.[1] ?? '';

describe('what comes after a dial', () => {
  it('gives a caller who was not put through a new stream, once', () => {
    const { changes, legs, tokens, document } = setUp();
    const token = legs.mint(AFTER);
    const xml = document(token, afterBusy);
    expect(tokens.find(streamToken(xml))).toEqual({ callId: 'call-1', callSid: CALLER, accountSid: ACCOUNT });
    expect(changes).toEqual(['transfer ended call-1 t1 busy']);
    for (let again = 0; again < 100; again++) expect(document(token, afterBusy)).toBe(HANGS_UP);
    expect(changes).toHaveLength(1);
  });

  it.each([
    ['completed', 'true', 'connected'],
    ['completed', undefined, 'connected'],
    ['completed', 'false', 'declined'],
    ['busy', 'false', 'busy'],
    ['no-answer', undefined, 'no-answer'],
    ['canceled', undefined, 'no-answer'],
    ['failed', undefined, 'not-reachable'],
  ])('calls %s, bridged %s: %s', (dialStatus, bridged, outcome) => {
    const { changes, legs, document } = setUp();
    const fields = { ...call, DialCallStatus: dialStatus, ...(bridged === undefined ? {} : { DialBridged: bridged }) };
    document(legs.mint(AFTER), fields);
    expect(changes).toEqual([`transfer ended call-1 t1 ${outcome}`]);
  });

  it('hangs up where nobody is to come back, and ends the call of a caller who is gone', () => {
    const unwanted = setUp(false);
    expect(unwanted.document(unwanted.legs.mint(AFTER), afterBusy)).toBe(HANGS_UP);
    const { changes, legs, document } = setUp();
    expect(document(legs.mint(AFTER), { ...afterBusy, CallStatus: 'completed' })).toBe(HANGS_UP);
    expect(changes).toEqual([`ended ${CALLER}`]);
  });

  it('is refused for a form that is cut elsewhere, of another call or account, and the token stays', () => {
    const { changes, legs, document } = setUp();
    const token = legs.mint(AFTER);
    const { DialCallStatus: dialStatus, ...rest } = afterBusy;
    const wrong: FormFields[] = [
      rest,
      { ...rest, DialCallStatu: `s${dialStatus}` },
      { ...rest, DialCallStatus: `${dialStatus}DialBridgedfalse` },
      { ...afterBusy, DialBridged: 'maybe' },
      { ...afterBusy, CallSid: OTHER },
      { ...afterBusy, CallSid: `${CALLER}CallStatusin-progress` },
      { ...afterBusy, CallStatus: 'asleep' },
      { ...afterBusy, From: '+1<b>' },
    ];
    for (const fields of wrong) expect(document(token, fields)).toMatchObject({ status: 400 });
    expect(document(token, { ...afterBusy, AccountSid: 'AC1' })).toMatchObject({ status: 403 });
    expect(changes).toEqual([]);
    expect(legs.find(token)).toEqual(AFTER);
  });

  it('changes nothing for a token that is made up, too old, or was given for something else', () => {
    const { clock, changes, logged, legs, document, status } = setUp();
    const old = legs.mint(AFTER);
    clock.advance(LEG_TOKEN_LIFETIME_MS);
    const others = [
      'A'.repeat(43),
      old,
      legs.mint({ purpose: 'callee-status', callId: 'call-1' }),
      legs.mint({ purpose: 'person-status', callId: 'call-1', transferId: 't1' }),
    ];
    for (const token of others) expect(document(token, afterBusy)).toBe(HANGS_UP);
    expect(status(legs.mint(AFTER), call)).toEqual({ status: 204 });
    expect(changes).toEqual([]);
    expect(logged).toEqual(others.map(() => 'leg-token-unknown'));
  });
});

describe('an announcement', () => {
  const person = { ...call, CallSid: OTHER, ParentCallSid: CALLER, Direction: 'outbound-dial' };

  it('is made once, as text, and asks what the person decided', () => {
    const { changes, legs, document } = setUp();
    const token = legs.mint({
      purpose: 'announce',
      callId: 'call-1',
      transferId: 't1',
      announcement: { words: 'A <Dial> & more', voice: 'de-DE' },
    });
    const xml = JSON.stringify(document(token, person)).replaceAll('\\"', '"');
    expect(xml).toContain('<Say language="de-DE">A &lt;Dial&gt; &amp; more</Say>');
    expect(document(token, person)).toBe(HANGS_UP);
    const decide = /action="https:\/\/h\.example\/phone\/twiml\?t=([A-Za-z0-9_-]{43})"/.exec(xml)?.[1] ?? '';
    expect(document(decide, { ...person, Digits: '' })).toBe('<Response/>');
    expect(document(decide, { ...person, Digits: '' })).toBe(HANGS_UP);
    expect(changes).toEqual(['person decided call-1 t1 true']);
  });

  it.each([
    ['1', true, '<Response/>'],
    ['9', true, '<Response/>'],
    ['2', false, HANGS_UP],
  ])('is answered by pressing %s: %s', (digits, takes, xml) => {
    const { changes, legs, document } = setUp();
    const token = legs.mint({ purpose: 'decide', callId: 'call-1', transferId: 't1' });
    expect(document(token, { ...person, Digits: digits })).toBe(xml);
    expect(changes).toEqual([`person decided call-1 t1 ${String(takes)}`]);
  });

  it('that nobody waits for any more lets the person go', () => {
    const { legs, document } = setUp(false);
    expect(
      document(legs.mint({ purpose: 'decide', callId: 'call-1', transferId: 't1' }), { ...person, Digits: '1' }),
    ).toBe(HANGS_UP);
    expect(
      document(legs.mint({ purpose: 'decide', callId: 'call-1', transferId: 't1' }), { ...person, Digits: '12' }),
    ).toMatchObject({
      status: 400,
    });
  });

  it('is not needed to know that the person picked up', () => {
    const { changes, legs, status } = setUp();
    const token = legs.mint({ purpose: 'person-status', callId: 'call-1', transferId: 't1' });
    for (const CallStatus of ['ringing', 'in-progress', 'completed']) status(token, { ...person, CallStatus });
    expect(changes).toEqual(['person answered call-1 t1']);
  });
});

describe('a call out', () => {
  const out = { ...call, Direction: 'outbound-api', From: '+14155550134', To: '+12125550187' };

  it('gets its stream once it is answered', () => {
    const { changes, legs, tokens, document } = setUp();
    const xml = document(legs.mint({ purpose: 'answer', callId: 'call-2' }), out);
    expect(tokens.find(streamToken(xml))?.callId).toBe('call-2');
    expect(changes).toEqual([`answered call-2 ${CALLER}`]);
  });

  it('that nobody wants any more, or that is over, is hung up', () => {
    const { legs, document } = setUp(false);
    expect(document(legs.mint({ purpose: 'answer', callId: 'call-2' }), out)).toBe(HANGS_UP);
    const over = setUp();
    const token = over.legs.mint({ purpose: 'answer', callId: 'call-2' });
    expect(over.document(token, { ...out, CallStatus: 'completed' })).toBe(HANGS_UP);
    expect(over.changes).toEqual([]);
  });

  it('is told how it fares, as often as there is something to tell', () => {
    const { changes, legs, status } = setUp();
    const token = legs.mint({ purpose: 'callee-status', callId: 'call-2' });
    for (const CallStatus of ['initiated', 'ringing', 'in-progress', 'completed'])
      status(token, { ...out, CallStatus });
    for (const CallStatus of ['busy', 'no-answer', 'failed', 'canceled']) status(token, { ...out, CallStatus });
    const { CallStatus: _status, ...noStatus } = out;
    status(token, { ...noStatus, AnsweredBy: 'machine_start' });
    status(token, { ...noStatus, AnsweredBy: 'human' });
    expect(changes).toEqual([
      'progressed call-2 queued',
      'progressed call-2 ringing',
      'progressed call-2 answered',
      'gone call-2 over',
      'gone call-2 busy',
      'gone call-2 no-answer',
      'gone call-2 not-reachable',
      'gone call-2 over',
      'progressed call-2 answered-by-machine',
    ]);
    expect(status(token, noStatus)).toMatchObject({ status: 400 });
    expect(status(token, { ...noStatus, AnsweredBy: 'a ghost' })).toMatchObject({ status: 400 });
    expect(status(token, { ...out, CallStatus: 'asleep' })).toMatchObject({ status: 400 });
    expect(status(token, { ...out, AccountSid: 'AC1' })).toMatchObject({ status: 403 });
  });
});

describe('LegTokens', () => {
  it('keeps no more than it can hold, the newest', () => {
    const legs = new LegTokens(new ManualClock());
    const first = legs.mint(AFTER);
    const kept = legs.mint(AFTER);
    for (let more = 0; more < 4095; more++) legs.mint(AFTER);
    expect(legs.find(first)).toBeUndefined();
    expect(legs.find(kept)).toEqual(AFTER);
  });
});
