import fc from 'fast-check';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { signatureHeaders, twilioSignature } from './signature';

const TOKEN = '0123456789abcdef0123456789abcdef';

describe('twilioSignature', () => {
  it('gives what Twilio documents for a form', () => {
    const params = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675310',
      Digits: '1234',
      From: '+14158675310',
      To: '+18005551212',
    };
    const signature = twilioSignature('12345', 'https://example.com/myapp.php?foo=1&bar=2', params);
    expect(signature).toBe('L/OH5YylLD5NRKLltdqwSvS0BnU=');
  });

  it('gives what Twilio sends with a media stream', () => {
    const signature = twilioSignature(TOKEN, 'wss://demo.ngrok-free.app/twilio/media', {});
    expect(signature).toBe('g/9aokM+nz+6CH65X2bQmVt2/dA=');
  });

  it("is accepted by Twilio's own library for any parameters", () => {
    const params = fc.dictionary(fc.stringMatching(/^[A-Za-z]{1,12}$/), fc.string());
    fc.assert(
      fc.property(params, (form) => {
        const url = 'https://demo.example/voice?a=1';
        expect(twilio.validateRequest(TOKEN, twilioSignature(TOKEN, url, form), url, form)).toBe(true);
      }),
    );
  });
});

describe('signatureHeaders', () => {
  it('can be wrong, missing or over a trailing slash', () => {
    const url = 'wss://demo.example/media';
    const keys = { authToken: TOKEN };
    const right = twilioSignature(TOKEN, url, {});
    expect(signatureHeaders('right', keys, url, {})).toEqual({ 'X-Twilio-Signature': right });
    expect(signatureHeaders('wrong', keys, url, {})['X-Twilio-Signature']).not.toBe(right);
    expect(signatureHeaders('omitted', keys, url, {})).toEqual({});
    expect(signatureHeaders('trailing-slash', keys, url, {})).toEqual({
      'X-Twilio-Signature': twilioSignature(TOKEN, `${url}/`, {}),
    });
  });

  it('of a shared key are as Twilio’s own library reads them, and say so', () => {
    const url = 'https://demo.example/voice';
    const sharedKey = { id: 'webhooks_sharedkey_1', secret: 'shared', signsStreams: false };
    const headers = signatureHeaders('right', { authToken: TOKEN, sharedKey }, url, { To: '+1' });
    const algorithm = twilio.getSignatureAlgorithm(headers[twilio.SIGNATURE_SETTINGS_HEADER]);
    const signature = headers[twilio.SIGNATURE_HEADER] ?? '';
    expect(twilio.validateRequest('shared', signature, url, { To: '+1' }, algorithm)).toBe(true);
    expect(twilio.validateRequest(TOKEN, signature, url, { To: '+1' }, algorithm)).toBe(false);
  });
});
