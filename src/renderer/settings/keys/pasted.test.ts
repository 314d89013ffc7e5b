import { describe, expect, it } from 'vitest';
import { tidyDomain, tidyUrl } from '../reach/reach-form';
import { twilioPair } from './key-form';

const SID = `AC${'0a'.repeat(16)}`;
const TOKEN = '1b'.repeat(16);

describe('what people paste', () => {
  it.each([
    `${SID}\n${TOKEN}`,
    `Account SID\n${SID}\n\nAuth Token\n${TOKEN}\n`,
    `TWILIO_ACCOUNT_SID="${SID}"\nAUTH TOKEN: ${TOKEN}`,
    `${SID}:${TOKEN}`,
  ])('both Twilio keys at once: %j', (text) => {
    expect(twilioPair(text)).toEqual({ accountSid: SID, authToken: TOKEN });
  });

  it.each([SID, TOKEN, '', `${SID} ${TOKEN}0`])('is no pair: %j', (text) => {
    expect(twilioPair(text)).toBeNull();
  });

  it('an address as a domain, and a domain as an address', () => {
    expect(tidyDomain(' https://Name.ngrok-free.app/path ')).toBe('name.ngrok-free.app');
    expect(tidyDomain('')).toBe('');
    expect(tidyUrl('phone.example.com')).toBe('https://phone.example.com');
    expect(tidyUrl(' http://127.0.0.1:5050 ')).toBe('http://127.0.0.1:5050');
    expect(tidyUrl('')).toBe('');
  });
});
