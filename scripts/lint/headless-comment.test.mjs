import { expect, it } from 'vitest';
import { lintPlanted } from './planting.fixture.mjs';

const lint = (code) => lintPlanted('headless-comment', [], { 'planted.ts': code });

it('reports a definition that leaves out what it defines', () => {
  const code = [
    '/** What the reasons come to, for those who ask. */',
    'const a = 1;',
    '/**',
    ' * Whether the model answers.',
    ' */',
    'const b = 2;',
  ].join('\n');
  expect(lint(code)).toEqual([
    expect.stringContaining('"What the reasons come …"'),
    expect.stringContaining('"Whether the model answers. …"'),
  ]);
});

it('is silent about a named thing, a question, and comments that define nothing', () => {
  const code = [
    '/** Cached result of `reasons`. What it says is read once per frame. */',
    'const a = 1;',
    '/** Who needs a person? One selector tells every view. */',
    'const b = 2;',
    '// What follows is slow.',
    '/* Where it stands. */',
    '/** Whenever it changes. */',
    'const c = 3;',
  ].join('\n');
  expect(lint(code)).toEqual([]);
});
