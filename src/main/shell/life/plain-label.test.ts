import { expect, it } from 'vitest';
import { plainLabel } from './plain-label';

it('keeps what people read and drops what could mislead them', () => {
  expect(plainLabel('+12125550187')).toBe('+12125550187');
  expect(plainLabel('Zoë & Søn (R&D), 東京')).toBe('Zoë & Søn (R&D), 東京');
  expect(plainLabel('<b>bold</b>\u202Egnp.exe\n \t next')).toBe('bbold/bgnp.exe next');
});

it('cuts what is too long for a menu', () => {
  expect(plainLabel('a'.repeat(61))).toBe(`${'a'.repeat(59)}…`);
});
