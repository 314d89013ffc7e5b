import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { formFault, isUsableToken, upgradeFault } from './public-urls';

const TOKEN = '0123456789abcdef0123456789abcdef';
const sign = twilio.getExpectedTwilioSignature;
const fields = { CallSid: 'CA1', From: '+1555', To: '+1666' };

const valueOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const isSignedForm = (authToken: string | undefined, value: unknown, url: string, form: Record<string, string>) =>
  formFault({ authToken }, { value: valueOf(value), settings: undefined }, url, form) === undefined;
const isSignedUpgrade = (authToken: string, value: unknown, base: URL, token: string) =>
  upgradeFault({ authToken }, { value: valueOf(value), settings: undefined }, base, token) === undefined;

describe('a signature with the Auth Token over a form', () => {
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

describe('a signature with a shared key', () => {
  const url = 'https://demo.example/twiml';
  const sharedSecret = 'c2hhcmVkLWtleS1zZWNyZXQ=';
  const keys = { authToken: TOKEN, sharedSecret };
  const settings = 'key=webhooks_sharedkey_1,algorithm=HMAC_SHA256';
  const right = sign(sharedSecret, url, fields, 'HMAC_SHA256');

  it('is made with HMAC-SHA256, or as its header says', () => {
    expect(formFault(keys, { value: right, settings }, url, fields)).toBeUndefined();
    const old = sign(sharedSecret, url, fields);
    expect(formFault(keys, { value: old, settings: 'key=k,algorithm=HMAC_SHA1' }, url, fields)).toBeUndefined();
    const base = new URL('https://demo.example');
    const value = sign(sharedSecret, 'wss://demo.example/call/abc', {}, 'HMAC_SHA256');
    expect(upgradeFault(keys, { value, settings }, base, 'abc')).toBeUndefined();
    expect(upgradeFault(keys, { value, settings }, base, 'abd')).toBe('wrong-shared-secret');
  });

  it.each([
    ['wrong-shared-secret', sign('another', url, fields, 'HMAC_SHA256'), settings],
    ['wrong-shared-secret', sign(TOKEN, url, fields, 'HMAC_SHA256'), settings],
    ['wrong-shared-secret', sign(sharedSecret, url, { ...fields, From: '+1556' }, 'HMAC_SHA256'), settings],
    ['wrong-shared-secret', sign(sharedSecret, url, fields), settings],
    ['wrong-shared-secret', right.slice(1), settings],
    ['signature', sign(sharedSecret, url, fields), ''],
    ['unknown-algorithm', right, 'key=k,algorithm=HMAC_SHA512'],
    ['unknown-algorithm', right, 'key=k,algorithm=none'],
    ['signature', undefined, settings],
    ['signature', right, undefined],
    ['signature', sign(sharedSecret, url, fields), undefined],
  ] as const)('is refused as %s, %#', (fault, value, named) => {
    expect(formFault(keys, { value, settings: named }, url, fields)).toBe(fault);
  });

  it('is refused without a secret, however it is made', () => {
    for (const secret of [undefined, '', ' ']) {
      for (const key of ['', ' ', TOKEN, sharedSecret]) {
        const value = sign(key, url, fields, 'HMAC_SHA256');
        const without = { authToken: TOKEN, sharedSecret: secret };
        expect(formFault(without, { value, settings }, url, fields)).toBe('no-shared-secret');
      }
    }
  });
});

describe('a signature with the Auth Token over an upgrade', () => {
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
