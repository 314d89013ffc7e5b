import { describe, expect, it } from 'vitest';
import { keyNames, type PressedKey } from './key-names';

function namesOf(key: string, code: string, more: Partial<PressedKey> = {}): readonly string[] {
  return keyNames({ key, code, shiftKey: false, isAltGraph: false, ...more });
}

describe('the names of a key', () => {
  it.each([
    ['e', 'KeyE', ['e']],
    ['E', 'KeyE', ['e']],
    ['1', 'Digit1', ['1']],
    ['1', 'Numpad1', ['1']],
    [' ', 'Space', ['Space']],
    ['ArrowDown', 'ArrowDown', ['ArrowDown']],
    ['Escape', 'Escape', ['Escape']],
    ['/', 'Slash', ['/']],
  ])('of an American keyboard: %j of %s is %j', (key, code, names) => {
    expect(namesOf(key, code)).toEqual(names);
  });

  it.each([
    ['у', 'KeyE', 'e'],
    ['У', 'KeyE', 'e'],
    ['ц', 'KeyW', 'w'],
    ['ф', 'KeyA', 'a'],
    ['л', 'KeyK', 'k'],
  ])('of a Russian keyboard: %s lies at %s and is %s', (key, code, place) => {
    expect(namesOf(key, code)).toEqual([key.toLowerCase(), place]);
  });

  it.each([
    ['ุ', 'Digit6', '6'],
    ['้', 'KeyH', 'h'],
    ['ث', 'KeyE', 'e'],
    ['لا', 'KeyB', 'b'],
    ['١', 'Digit1', '1'],
    ['ק', 'KeyE', 'e'],
  ])('of Thai, Arabic and Hebrew keyboards: %s lies at %s and is %s', (key, code, place) => {
    expect(namesOf(key, code).at(-1)).toBe(place);
  });

  it.each([
    ['ε', 'KeyE', 'e'],
    ['Ε', 'KeyE', 'e'],
    ['ς', 'KeyW', 'w'],
    [';', 'KeyQ', 'q'],
    ['α', 'KeyA', 'a'],
    ['κ', 'KeyK', 'k'],
    ['1', 'Digit1', '1'],
  ])('of a Greek keyboard: %s lies at %s and is %s', (key, code, place) => {
    expect(namesOf(key, code).at(-1)).toBe(place);
  });

  it.each([
    ['ש', 'KeyA', 'a'],
    ["'", 'KeyW', 'w'],
    ['/', 'KeyQ', '/'],
    ['ל', 'KeyK', 'k'],
    ['E', 'KeyE', 'e'],
  ])('of a Hebrew keyboard, which has a sign where W is: %s lies at %s and is %s', (key, code, place) => {
    expect(namesOf(key, code).at(-1)).toBe(place);
  });

  it('of a Bulgarian keyboard: the comma lies at Q and is q', () => {
    expect(namesOf(',', 'KeyQ')).toEqual([',', 'q']);
  });

  it.each([
    ['&', 'Digit1', '1'],
    ["'", 'Digit4', '4'],
    ['(', 'Digit5', '5'],
    ['-', 'Digit6', '6'],
    ['é', 'Digit2', '2'],
  ])('of a French keyboard: %s lies at %s and is %s', (key, code, digit) => {
    expect(namesOf(key, code)).toEqual([key, digit]);
  });

  it('of a French keyboard: letters are where they are written', () => {
    expect(namesOf('q', 'KeyA')).toEqual(['q']);
    expect(namesOf('a', 'KeyQ')).toEqual(['a']);
    expect(namesOf('m', 'Semicolon')).toEqual(['m']);
    expect(namesOf(',', 'KeyM')).toEqual([',']);
    expect(namesOf('?', 'KeyM', { shiftKey: true })).toEqual(['?']);
    expect(namesOf('1', 'Digit1', { shiftKey: true })).toEqual(['1']);
  });

  it('of a German keyboard: Z and Y are where they are written, and Shift and 7 is a slash', () => {
    expect(namesOf('z', 'KeyY')).toEqual(['z']);
    expect(namesOf('y', 'KeyZ')).toEqual(['y']);
    expect(namesOf('ö', 'Semicolon')).toEqual(['ö']);
    expect(namesOf('/', 'Digit7', { shiftKey: true })).toEqual(['/']);
    expect(namesOf('€', 'KeyE', { isAltGraph: true })).toEqual(['€']);
  });

  it('of a Dvorak keyboard: punctuation where letters are elsewhere is no letter', () => {
    expect(namesOf('e', 'KeyD')).toEqual(['e']);
    expect(namesOf('.', 'KeyE')).toEqual(['.']);
    expect(namesOf(',', 'KeyW')).toEqual([',']);
    expect(namesOf("'", 'KeyQ')).toEqual(["'"]);
    expect(namesOf('t', 'KeyK')).toEqual(['t']);
  });

  it('of a Turkish F keyboard: a letter of the Latin script is no other letter', () => {
    expect(namesOf('ğ', 'KeyE')).toEqual(['ğ']);
  });

  it('of an American keyboard: a digit with Shift is no digit', () => {
    expect(namesOf('!', 'Digit1', { shiftKey: true })).toEqual(['!']);
  });
});
