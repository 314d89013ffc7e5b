import { describe, expect, it } from 'vitest';
import { lintPlanted } from './planting.fixture.mjs';

const options = [
  { selector: 'TSEnumDeclaration', message: 'Use a union.' },
  { selector: 'CallExpression[callee.property.name=/^(skip|only)$/]', message: 'Make it pass.' },
];

const lint = (code) => lintPlanted('restricted-syntax', options, { 'planted.ts': code });

describe('restricted syntax', () => {
  it('reports each node that a selector matches, with the message of that selector', () => {
    expect(lint("enum Colour { Red }\nit.skip('a', run);\nit.only('b', run);")).toEqual([
      'Use a union.',
      'Make it pass.',
      'Make it pass.',
    ]);
  });

  it('is silent about what no selector matches', () => {
    expect(lint("it('passes', run);")).toEqual([]);
  });
});
