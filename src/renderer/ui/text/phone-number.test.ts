import { describe, expect, it } from 'vitest';
import { displayNumber } from './phone-number';

describe('displayNumber', () => {
  it.each([
    ['+14155550134', '+1 415 555 0134'],
    ['+442079460991', '+44 20 7946 0991'],
    ['anonymous', 'Anonymous'],
    ['+266696687', 'Anonymous'],
    ['+7378742833', 'Restricted'],
    ['+86282452253', 'Unavailable'],
    ['+2562533', 'Blocked'],
    ['+8656696', 'Unknown'],
    ['', 'Anonymous'],
    ['sip:alice@example.com', 'sip:alice@example.com'],
    ['<b>+1</b>', '<b>+1</b>'],
    ['\u202E4310', '\uFFFD4310'],
    ['12345', '12345'],
  ])('shows %j as %j', (raw, shown) => {
    expect(displayNumber(raw)).toBe(shown);
    expect(displayNumber(raw)).toBe(shown);
  });
});
