import { describe, expect, it } from 'vitest';
import { viewArguments } from './tool-arguments-view';

describe('viewArguments', () => {
  it('reads a flat object as rows, whatever the values', () => {
    expect(viewArguments('{"order_id":"A17","amount":48,"late":true,"note":null}')).toEqual({
      kind: 'rows',
      rows: [
        ['order_id', 'A17'],
        ['amount', '48'],
        ['late', 'true'],
        ['note', 'null'],
      ],
    });
  });

  it.each(['', '  ', '{}'])('sees none in %j', (raw) => {
    expect(viewArguments(raw)).toEqual({ kind: 'none' });
  });

  it.each(['{"order_id": "A1', 'refund it', '{,}', '<b>'])('shows %j as it is and says that it is no JSON', (raw) => {
    expect(viewArguments(raw)).toEqual({ kind: 'raw', text: raw, note: 'Not valid JSON' });
  });

  it.each(['{"a":{"b":1}}', '[1]', '"A17"', '17', 'null', '{"a":[]}'])('shows %j as it is', (raw) => {
    expect(viewArguments(raw)).toEqual({ kind: 'raw', text: raw, note: 'Not a flat list of values' });
  });

  it.each(['{"id":9007199254740993}', '{"sum":1e400}', '{"sum":1,"sum":1000}', '{"sum":1.0}', '{"a":"\\u0041"}'])(
    'shows %j as it was written, since rows would say something else',
    (raw) => {
      expect(viewArguments(raw)).toEqual({ kind: 'raw', text: raw, note: 'As it was written' });
    },
  );

  it('reads rows however they are spaced', () => {
    expect(viewArguments('{ "a b" : " c  \\" d" ,\n "n": -1.5 }')).toEqual({
      kind: 'rows',
      rows: [
        ['a b', ' c  " d'],
        ['n', '-1.5'],
      ],
    });
  });

  it('does not draw a row for each of ten thousand names', () => {
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, index])));
    expect(viewArguments(many).kind).toBe('raw');
  });

  it('takes a name like __proto__ for a name', () => {
    expect(viewArguments('{"__proto__":"x"}')).toEqual({ kind: 'rows', rows: [['__proto__', 'x']] });
  });
});
