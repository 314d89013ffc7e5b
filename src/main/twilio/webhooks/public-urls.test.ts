import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { isSignedForm, isSignedUpgrade, isUsableToken } from './public-urls';

const TOKEN = '0123456789abcdef0123456789abcdef';
const sign = twilio.getExpectedTwilioSignature;
const fields = { CallSid: 'CA1', From: '+1555', To: '+1666' };

describe('isSignedForm', () => {
  const url = 'https://demo.example/twiml';

  it('agrees with the vector of the reference', () => {
    const params = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675310',
      Digits: '1234',
      From: '+14158675310',
      To: '+18005551212',
    };
    expect(
      isSignedForm('12345', 'L/OH5YylLD5NRKLltdqwSvS0BnU=', 'https://example.com/myapp.php?foo=1&bar=2', params),
    ).toBe(true);
  });

  it('fails closed without a token, however the form is signed', () => {
    for (const token of [undefined, '', ' ', '\t\n']) {
      expect(isUsableToken(token)).toBe(false);
      for (const key of ['', ' ', TOKEN]) expect(isSignedForm(token, sign(key, url, fields), url, fields)).toBe(false);
    }
  });

  it('refuses what is not a signature over exactly this', () => {
    const good = sign(TOKEN, url, fields);
    expect(isSignedForm(TOKEN, good, url, fields)).toBe(true);
    const bad = [
      undefined,
      null,
      '',
      [good],
      {},
      `${good}, ${good}`,
      good.slice(0, -1),
      ` ${good}`,
      sign('other', url, fields),
      sign(TOKEN, 'http://demo.example/twiml', fields),
      sign(TOKEN, 'https://demo.example:8443/twiml', fields),
      sign(TOKEN, 'https://demo.example/status', fields),
      sign(TOKEN, 'https://other.example/twiml', fields),
      sign(TOKEN, url, { ...fields, From: '+1556' }),
    ];
    for (const signature of bad) expect(isSignedForm(TOKEN, signature, url, fields)).toBe(false);
  });

  it('never throws', () => {
    expect(isSignedForm(TOKEN, sign(TOKEN, 'nonsense', {}), 'also nonsense', {})).toBe(false);
  });
});

describe('isSignedUpgrade', () => {
  const base = new URL('https://demo.ngrok-free.app/twilio');
  const path = 'demo.ngrok-free.app/twilio/call/abc';

  it('takes the forms in which the address has been seen signed', () => {
    for (const url of [
      `wss://${path}`,
      `wss://${path}/`,
      `https://${path}`,
      'wss://demo.ngrok-free.app:443/twilio/call/abc',
    ]) {
      expect(isSignedUpgrade(TOKEN, sign(TOKEN, url, {}), base, 'abc')).toBe(true);
    }
    const local = new URL('http://127.0.0.1:5050');
    expect(isSignedUpgrade(TOKEN, sign(TOKEN, 'ws://127.0.0.1:5050/call/abc', {}), local, 'abc')).toBe(true);
  });

  it('takes no other', () => {
    for (const url of [
      `ws://${path}`,
      `wss://${path}?x=1`,
      'wss://demo.ngrok-free.app/call/abc',
      'wss://demo.ngrok-free.app/twilio/call/abd',
      'wss://demo.ngrok-free.app:8443/twilio/call/abc',
      'wss://evil.example/twilio/call/abc',
    ]) {
      expect(isSignedUpgrade(TOKEN, sign(TOKEN, url, {}), base, 'abc')).toBe(false);
    }
    const good = sign(TOKEN, `wss://${path}`, {});
    expect(isSignedUpgrade('', sign('', `wss://${path}`, {}), base, 'abc')).toBe(false);
    expect(isSignedUpgrade(TOKEN, good.slice(1), base, 'abc')).toBe(false);
    expect(isSignedUpgrade(TOKEN, undefined, base, 'abc')).toBe(false);
  });

  it('agrees with the vector of the reference', () => {
    const key = '0123456789abcdef0123456789abcdef';
    const url = 'wss://demo.ngrok-free.app/twilio/media';
    expect(sign(key, url, {})).toBe('g/9aokM+nz+6CH65X2bQmVt2/dA=');
  });
});
