import { describe, expect, it } from 'vitest';
import type { ListedLine } from '../stores/lines-store';
import { matchLines } from './line-search';

const lines: readonly ListedLine[] = [
  { number: '+14155550134', name: 'Bakery', canAnswer: true, state: 'off', destination: { kind: 'nothing' } },
  {
    number: '+442079460100',
    name: 'London office',
    canAnswer: true,
    state: 'off',
    destination: { kind: 'server', host: 'voice.example.com' },
  },
  { number: '+14155550177', name: 'Office', canAnswer: true, state: 'off', destination: { kind: 'trunk', id: 'TK1' } },
];

describe('matchLines', () => {
  it.each([
    ['', 3],
    ['   ', 3],
    ['bakery', 1],
    ['OFFICE', 2],
    ['office london', 1],
    ['(415) 555-01', 2],
    ['415.555.0177', 1],
    ['+44 20', 1],
    ['0100', 1],
    ['voice.example', 1],
    ['trunk', 1],
    ['nobody', 0],
  ])('%j finds %i', (query, found) => {
    expect(matchLines(lines, query)).toHaveLength(found);
  });
});
