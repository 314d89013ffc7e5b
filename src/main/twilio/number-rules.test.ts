import { describe, expect, it } from 'vitest';
import { dialledNumber } from './number-rules';

describe('dialledNumber', () => {
  it.each([
    ['+12125550187', '+12125550187'],
    [' +1 (212) 555-0187 ', '+12125550187'],
    ['+44 20 7946 0991', '+442079460991'],
    ['+49.30.12345678', '+493012345678'],
    ['+15551230000', '+15551230000'],
    ['+44 800 111 1111', '+448001111111'],
  ])('takes %s', (typed, number) => {
    expect(dialledNumber(typed)).toEqual({ ok: true, number });
  });

  it.each([
    ['', 'not-a-number'],
    ['+266696687', 'not-a-number'],
    ['+7378742833', 'not-a-number'],
    ['+86 28 245 2253', 'not-a-number'],
    ['+2562533', 'not-a-number'],
    ['+8656696', 'not-a-number'],
    ['2125550187', 'not-a-number'],
    ['0044 20 7946 0991', 'not-a-number'],
    ['+1212', 'not-a-number'],
    ['+1411', 'not-a-number'],
    ['+12125550187,,5', 'not-a-number'],
    ['+12125550187w5', 'not-a-number'],
    ['sip:alice@example.com', 'not-a-number'],
    ['client:bob', 'not-a-number'],
    ['+1<Number>', 'not-a-number'],
    ['+99912345678901234', 'not-a-number'],
    ['911', 'emergency-number'],
    ['112', 'emergency-number'],
    ['+1 911', 'emergency-number'],
    ['+44 999', 'emergency-number'],
    ['+49112', 'emergency-number'],
    ['+61 000', 'emergency-number'],
    ['+1 900 555 1212', 'premium-number'],
    ['+44 9098 790 879', 'premium-number'],
    ['+44 871 234 5678', 'premium-number'],
    ['+49 900 1 234567', 'premium-number'],
    ['+49 137 1234567', 'premium-number'],
    ['+33 899 12 34 56', 'premium-number'],
    ['+61 190 212 345', 'premium-number'],
    ['+41 901 12 34 56', 'premium-number'],
    ['+979 123456789', 'premium-number'],
    ['+882 16 123 4567', 'satellite-number'],
    ['+881 612 345 678', 'satellite-number'],
    ['+870 773 111 632', 'satellite-number'],
    ['+883 510 001 2345', 'satellite-number'],
  ])('refuses %s: %s', (typed, refusal) => {
    expect(dialledNumber(typed)).toEqual({ ok: false, refusal });
  });
});
