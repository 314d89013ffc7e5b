import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/simulator/clock';
import {
  bytesOf,
  callSid,
  exchangeBytes,
  form,
  openListener,
  ringing,
  sign,
  type PublicRig,
  type RawReply,
  type RawRequest,
} from './public-wiring.fixture';
import type { Clock } from '../../src/main/ports/ports';

const clock: Clock = { wallMs: () => Date.now(), ...systemClock };
const AFTER = { ...ringing(1), CallStatus: 'in-progress', DialCallStatus: 'busy', DialBridged: 'false' };
let rig: PublicRig;

beforeEach(async () => {
  rig = await openListener(clock);
});

afterEach(async () => {
  await rig.listener.close();
});

const send = (request: RawRequest): Promise<RawReply> => exchangeBytes(rig.listener.port, bytesOf(request));
const after = (): string =>
  rig.tokens.mint({ purpose: 'after', callId: 'call-1', transferId: 't1', callSid: callSid(1) });

/** A form as Twilio posts it to an address with a token in its query. */
function signed(path: string, fields: Record<string, string>, change: Partial<RawRequest> = {}): RawRequest {
  return form(path, fields, sign(`https://demo.example/phone${path}`, fields), change);
}

describe('a form about a leg', () => {
  it('is taken with its token, with the prefix of the public base or without it', async () => {
    for (const prefix of ['', '/phone']) {
      const path = `/twiml?t=${after()}`;
      const reply = await send({ ...signed(path, AFTER), path: `${prefix}${path}` });
      expect(reply.status).toBe(200);
      expect(reply.body).toContain('<Connect><Stream url="wss://demo.example/phone/call/');
    }
    const token = rig.tokens.mint({ purpose: 'callee-status', callId: 'call-2' });
    expect((await send(signed(`/status?t=${token}`, { ...ringing(2) }))).status).toBe(204);
    expect(rig.changes).toEqual([
      'transfer ended call-1 busy',
      'transfer ended call-1 busy',
      'progressed call-2 ringing',
    ]);
  });

  it('changes nothing when it is played again', async () => {
    const request = signed(`/twiml?t=${after()}`, AFTER);
    expect((await send(request)).body).toContain('<Stream');
    for (let again = 0; again < 20; again++) {
      expect((await send(request)).body).toMatch(/<Response><Hangup\/><\/Response>$/);
    }
    expect(rig.changes).toEqual(['transfer ended call-1 busy']);
  });

  it('changes nothing when it is forged, and the token is still good', async () => {
    const token = after();
    const path = `/twiml?t=${token}`;
    const wrong: readonly RawRequest[] = [
      form(path, AFTER, undefined),
      form(path, AFTER, 'A'.repeat(27) + '='),
      // Signed for the webhook of calls that come in, or for another leg's.
      form(path, AFTER, sign('https://demo.example/phone/twiml', AFTER)),
      form(path, AFTER, sign(`https://demo.example/phone/twiml?t=${after()}`, AFTER)),
      form(path, AFTER, sign(`https://demo.example/phone/status?t=${token}`, AFTER)),
      form(path, { ...AFTER, DialCallStatus: 'failed' }, sign(`https://demo.example/phone${path}`, AFTER)),
      form('/twiml', AFTER, sign(`https://demo.example/phone${path}`, AFTER)),
    ];
    for (const request of wrong) expect((await send(request)).status).toBe(403);
    expect(rig.changes).toEqual([]);
    expect((await send(signed(path, AFTER))).body).toContain('<Stream');
  });

  it('is nowhere when its query is anything else', async () => {
    const token = after();
    const paths = [
      `/twiml?t=${token}&t=${token}`,
      `/twiml?t=${token}&x=1`,
      `/twiml?x=1&t=${token}`,
      `/twiml?T=${token}`,
      `/twiml?t=${token}x`,
      `/twiml?t=${token.slice(1)}`,
      `/twiml?t=%41${token.slice(1)}`,
      `/twiml?t=`,
      `/twiml?`,
      `/twiml/?t=${token}`,
      `/twiml?t=${token}#x`,
      `/healthz?t=${token}`,
      `/call/${token}?t=${token}`,
      `/after?t=${token}`,
    ];
    for (const path of paths) {
      const reply = await send(signed(path, AFTER));
      expect([path, reply.status, reply.body]).toEqual([path, 404, '']);
    }
    for (const method of ['GET', 'HEAD', 'PUT', 'OPTIONS']) {
      expect((await send(signed(`/twiml?t=${token}`, AFTER, { method }))).status).toBe(404);
    }
    expect(rig.changes).toEqual([]);
  });
});
