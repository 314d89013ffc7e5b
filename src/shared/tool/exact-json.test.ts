import { expect, it } from 'vitest';
import { exactJson, readExactJson, WrittenNumber } from './exact-json';

it.each([
  '{"id":9007199254740993}',
  '[1e400,{"a":[-12345678901234567890]},"9007199254740993",1.5]',
  '123456789012345678901234567890',
  '"\\"9007199254740993"',
])('what a person wrote as JSON goes on as it was written: %s', (text) => {
  expect(exactJson(readExactJson(text))).toBe(text);
});

it('other numbers are numbers, and what is no JSON is told', () => {
  expect(readExactJson('{"a":1,"b":9007199254740992,"c":1.10}')).toEqual({ a: 1, b: 9_007_199_254_740_992, c: 1.1 });
  expect(['', '{', '1 2', '9007199254740993x', '01'].map(readExactJson)).toEqual(Array.from({ length: 5 }));
});

it('a number that is still being written counts as far as it is one', () => {
  expect(exactJson({ a: new WrittenNumber('1.'), b: new WrittenNumber('-'), c: new WrittenNumber('007') }, 2)).toBe(
    '{\n  "a": 1,\n  "b": null,\n  "c": 7\n}',
  );
  expect(exactJson({ a: new WrittenNumber('9007199254740993') }, 2)).toBe('{\n  "a": 9007199254740993\n}');
});
