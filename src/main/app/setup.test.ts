import { describe, expect, it } from 'vitest';
import { readEnvText } from './setup';

describe('readEnvText', () => {
  it('takes the keys of both of the predecessor’s files', () => {
    const text = [
      '# OpenAI',
      'OPENAI_API_KEY="sk-abc=="',
      "export TWILIO_ACCOUNT_SID='AC1'",
      'TWILIO_AUTH_TOKEN = 123  ',
      'PUBLIC_URL=https://demo.ngrok-free.app',
      'PORT=8081',
      'nonsense',
    ].join('\r\n');
    expect(readEnvText(text)).toEqual({
      keys: [
        ['openAiKey', 'sk-abc=='],
        ['twilioAccountSid', 'AC1'],
        ['twilioAuthToken', '123'],
      ],
      domain: 'demo.ngrok-free.app',
    });
  });

  it.each(['', 'OPENAI_API_KEY=', 'PUBLIC_URL=', 'PUBLIC_URL=not a url', 'PUBLIC_URL=https://own.example'])(
    'finds nothing in %j',
    (text) => {
      expect(readEnvText(text)).toEqual({ keys: [], domain: null });
    },
  );
});
